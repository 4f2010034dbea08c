namespace RobotVision.Data.Formats;

/// <summary>
/// Looks for what a data set names where it usually lies when it is not where it is written: the paths of a data set are those of the tool
/// or the machine that wrote them.
/// </summary>
/// <remarks>
/// Roboflow writes <c>../train/images</c> for a folder beside its <c>data.yaml</c>, CVAT <c>data/obj_train_data/a.png</c> for one beside its
/// list, Ultralytics takes a <c>path</c> from its own folder of data sets, and whoever exports on Windows writes <c>\</c>.
/// Several things at places that are as good are ambiguous, and none is taken.
/// </remarks>
/// <param name="folders">Where relative paths may begin, full paths; the first is where they do begin.</param>
sealed class SecondPlaces(params string[] folders)
{
    const int MostNamed = 8;

    readonly string[] _folders = [.. folders.Distinct()];

    /// <summary>The same for paths that begin at another folder: those of a list begin at its own, or at the one above that.</summary>
    public SecondPlaces From(string folder) => new([folder, .. _folders, Path.GetDirectoryName(folder) ?? folder]);

    /// <summary>The full path that is written.</summary>
    public string AsWritten(string path) => Path.GetFullPath(Path.Combine(_folders[0], path));

    /// <summary>Finds what is not where it is written.</summary>
    /// <param name="path">The path as it is written.</param>
    /// <param name="exists">Whether a full path is what is looked for.</param>
    /// <param name="rule">How it was found, for <see cref="ByRule"/>.</param>
    /// <param name="problem">Why nothing is taken, with the places, as words to follow a message; empty where it was found.</param>
    /// <returns>Its full path; null where there is nothing, or there are several.</returns>
    public string? Find(string path, Func<string, bool> exists, out (int Form, string Folder) rule, out string problem)
    {
        var tried = new List<string>();
        (rule, problem) = (default, "");
        var forms = Forms(path).ToArray();
        for (var i = 0; i < forms.Length; i++)
        {
            var places = _folders.Select(folder => (Folder: folder, Path: Path.GetFullPath(Path.Combine(folder, forms[i])))).DistinctBy(place =>
                place.Path).ToArray();
            var found = places.Where(place => exists(place.Path)).ToArray();
            tried.AddRange(places.Select(place => place.Path).Where(place => !tried.Contains(place)));
            if (found.Length > 1)
            {
                problem = $", and something both at '{found[0].Path}' and at '{found[1].Path}', either of which may be meant; write the path of the right one";
                return null;
            }

            if (found.Length == 0) continue;
            rule = (i, found[0].Folder);
            return found[0].Path;
        }

        tried.Remove(AsWritten(path));
        if (tried.Count > 0)
            problem = $", nor at {string.Join(", ", tried.Take(MostNamed).Select(place => $"'{place}'"))}{(tried.Count > MostNamed ? " ..." : "")}";
        return null;
    }

    /// <summary>Where another path of the same origin leads.</summary>
    public static string? ByRule(string path, (int Form, string Folder) rule) =>
        Forms(path).ElementAtOrDefault(rule.Form) is { } form ? Path.GetFullPath(Path.Combine(rule.Folder, form)) : null;

    /// <summary>What a path may mean, the likeliest first.</summary>
    public static IEnumerable<string> Forms(string path)
    {
        yield return path;
        var slashed = path.Replace('\\', '/');
        if (slashed != path) yield return slashed;
        if (IsFull(slashed, out var rest))
        {
            // One of another machine: less and less of its beginning belongs to that.
            for (; rest.Length > 0; rest = rest[(rest.IndexOf('/') is >= 0 and var next ? next + 1 : rest.Length)..]) yield return rest;
            yield break;
        }

        while (slashed.StartsWith("./", StringComparison.Ordinal)) slashed = slashed[2..];
        while (slashed.StartsWith("../", StringComparison.Ordinal)) yield return slashed = slashed[3..];
        if (slashed.StartsWith("data/", StringComparison.Ordinal)) yield return slashed[5..];
    }

    /// <summary>Whether a path begins at a root or a drive, and what follows that.</summary>
    static bool IsFull(string path, out string rest)
    {
        var hasDrive = path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':';
        rest = (hasDrive ? path[2..] : path).TrimStart('/');
        return hasDrive || path.StartsWith('/');
    }
}
