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
    PartSet(IReadOnlyList<FoundPart> found, IReadOnlyList<FoundPart> damaged)
    {
        First = found[0].Manifest!;
        var best = found.Concat(damaged).GroupBy(part => part.Shard).ToDictionary(same => same.Key, same => same.MaxBy(part => part.State)!);
        Parts = [.. Enumerable.Range(1, First.Of).Select(part => new Shard(part, First.Of)).Select(shard =>
            best.GetValueOrDefault(shard) ?? new(shard, PartState.Missing, null, "nothing of it is here"))];
    }

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
        var (works, damaged) = Survey(places);
        if (damaged.Count > 0) throw new InvalidDataException(damaged[0]);
        if (works.Count == 0) return null;
        if (works.Count == 1) return works[0];
        var (work, other) = (works[0], works[1]);
        var (mine, its) = (work.Parts.First(part => part.Folder is not null), other.Parts.First(part => part.Folder is not null));
        throw new InvalidDataException($"'{its.Folder}': expected a part of the same work as '{mine.Folder}', found other work: "
            + $"{work.First.DifferenceTo(other.First)}. Name the parts that belong together one by one.");
    }

    /// <summary>Finds whatever parts are in folders: those of each piece of work, and what is wrong with the damaged ones.</summary>
    /// <param name="places">Folders of parts, and folders that hold folders of parts.</param>
    /// <exception cref="DirectoryNotFoundException">A place does not exist.</exception>
    public static (IReadOnlyList<PartSet> Works, IReadOnlyList<string> Damaged) Survey(IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var (works, damaged, problems) = (new List<List<FoundPart>>(), new List<FoundPart>(), new List<string>());
        foreach (var folder in places.SelectMany(FoldersOf))
        {
            try
            {
                if (PartManifest.TryRead(folder) is not { } manifest) continue;
                var part = Inspect(folder, manifest);
                if (works.Find(work => work[0].Manifest!.DifferenceTo(manifest) is null) is { } same) same.Add(part);
                else works.Add([part]);
            }
            catch (InvalidDataException exception)
            {
                problems.Add(exception.Message);
                if (PartFolder.ShardOf(folder) is { } shard)
                    damaged.Add(new(shard, PartState.Unfinished, folder, $"damaged, delete '{folder}' first"));
            }
        }

        return ([.. works.Select(work => new PartSet(work, [.. damaged.Where(part => part.Shard.Of == work[0].Shard.Of)]))], problems);
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
