using System.Globalization;

namespace RobotVision.Cluster;

/// <summary>One part as it was found.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="State">What became of it.</param>
/// <param name="Folder">Its folder; null where it is missing.</param>
/// <param name="Detail">Who works on it, when it was finished, or why it does not count.</param>
public sealed record FoundPart(Shard Shard, PartState State, string? Folder, string Detail)
{
    /// <summary>Its manifest; null where it is missing.</summary>
    public PartManifest? Manifest { get; init; }
}

/// <summary>All parts of one piece of work: which are done, and which are not.</summary>
public sealed class PartSet
{
    PartSet(PartManifest first, IReadOnlyList<FoundPart> parts) => (First, Parts) = (first, parts);

    /// <summary>The manifest of one of them, which says what the work is.</summary>
    public PartManifest First { get; }

    /// <summary>Every part from 1 to N, once.</summary>
    public IReadOnlyList<FoundPart> Parts { get; }

    /// <summary>The parts that are not done.</summary>
    public IEnumerable<FoundPart> Left => Parts.Where(part => part.State != PartState.Done);

    /// <summary>Finds the parts in folders.</summary>
    /// <param name="places">Folders of parts, and folders that hold folders of parts; a part that is there twice counts once, done before unfinished.</param>
    /// <exception cref="DirectoryNotFoundException">A place does not exist.</exception>
    /// <exception cref="InvalidDataException">There is no part, a manifest is damaged, or parts are of different work; the message says which.</exception>
    public static PartSet Find(IReadOnlyList<string> places) => TryFind(places)
        ?? throw new InvalidDataException($"'{string.Join("', '", places)}': expected folders of parts, as '--shard I/N' makes them, found none.");

    /// <summary>Finds the parts in folders; null where there are none.</summary>
    /// <inheritdoc cref="Find"/>
    public static PartSet? TryFind(IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var found = places.SelectMany(FoldersOf).Select(folder => (Folder: folder, Manifest: PartManifest.TryRead(folder)))
            .Where(part => part.Manifest is not null).Select(part => Inspect(part.Folder, part.Manifest!)).ToArray();
        if (found is not [{ Manifest: { } first }, ..]) return null;
        foreach (var part in found)
            if (first.DifferenceTo(part.Manifest!) is { } difference)
                throw new InvalidDataException($"'{part.Folder}': expected a part of the same work as '{found[0].Folder}', found other work: {difference}. "
                    + "Name the parts that belong together one by one.");
        var best = found.GroupBy(part => part.Shard.Part).ToDictionary(same => same.Key, same => same.MaxBy(part => part.State)!);
        return new(first, [.. Enumerable.Range(1, first.Of).Select(part =>
            best.GetValueOrDefault(part) ?? new(new(part, first.Of), PartState.Missing, null, "nothing of it is here"))]);
    }

    /// <summary>The folders of all parts in their order, once all are done.</summary>
    /// <exception cref="InvalidDataException">Some are not; the message names each with the command that makes it.</exception>
    public IReadOnlyList<string> Finished()
    {
        if (!Left.Any()) return [.. Parts.Select(part => part.Folder!)];
        var lines = Left.Select(part => string.Create(CultureInfo.InvariantCulture,
            $"\n  part {part.Shard} ({part.Detail}): {First.CommandFor(part.Shard)}"));
        throw new InvalidDataException(
            $"expected all {First.Of} parts, found {Parts.Count - Left.Count()} finished; the others are made by:{string.Concat(lines)}");
    }

    static IEnumerable<string> FoldersOf(string place)
    {
        if (!Directory.Exists(place)) throw new DirectoryNotFoundException($"'{place}': expected a folder of parts, found none.");
        return File.Exists(Path.Combine(place, PartManifest.FileName))
            ? [place]
            : Directory.EnumerateDirectories(place).Order(StringComparer.Ordinal);
    }

    static FoundPart Inspect(string folder, PartManifest manifest)
    {
        if (manifest.State == PartState.Done)
            return Found(PartState.Done, string.Create(CultureInfo.InvariantCulture, $"finished {manifest.FinishedAt:u} on {manifest.Host}"));
        return PartFolder.OwnerOf(folder) is { } owner
            ? Found(PartState.Running, owner)
            : Found(PartState.Unfinished, string.Create(CultureInfo.InvariantCulture, $"begun {manifest.StartedAt:u} on {manifest.Host}, not finished"));
        FoundPart Found(PartState state, string detail) => new(manifest.Shard, state, folder, detail) { Manifest = manifest };
    }
}
