namespace RobotVision.Detections;

/// <summary>
/// The classes of a model or a data set by name: the eight of <see cref="ObjectClass"/>, which keep their places, then those that it has besides
/// (<c>extra</c> in a <c>data.yaml</c>), whose <see cref="ObjectClass"/> has the next numbers and no name of its own. Immutable; equal when the names are.
/// </summary>
public sealed class ClassNames : IEquatable<ClassNames>
{
    /// <summary>The most classes besides the eight: sets of classes are 32 bits.</summary>
    public const int MostExtra = 24;

    /// <summary>The most classes of all.</summary>
    public const int Most = ObjectClasses.Count + MostExtra;

    const int LongestName = 32;

    // Words with a meaning of their own in data.yaml and in tables.
    static readonly string[] Reserved = ["ignore", "none", "nothing", "all"];

    readonly string[] _names;

    ClassNames(IEnumerable<string> names) => _names = [.. names];

    /// <summary>The eight classes alone.</summary>
    public static ClassNames BuiltIn { get; } = new(ObjectClasses.Names);

    /// <summary>The number of classes.</summary>
    public int Count => _names.Length;

    /// <summary>All names in the order of their numbers.</summary>
    public IReadOnlyList<string> All => _names;

    /// <summary>The names besides the eight, in the order of their numbers.</summary>
    public IReadOnlyList<string> Extra => _names.AsSpan(ObjectClasses.Count).ToArray();

    /// <summary>The classes in the order of their numbers.</summary>
    public IEnumerable<ObjectClass> Classes => Enumerable.Range(0, Count).Select(i => (ObjectClass)i);

    /// <summary>The name of a class, for example <c>line_t</c>.</summary>
    public string this[ObjectClass objectClass] => _names[(int)objectClass];

    /// <summary>The eight classes and others.</summary>
    /// <param name="extra">The names of the others, the one with the lowest number first.</param>
    /// <exception cref="ArgumentException">They cannot be used; says which and why, see <see cref="Problem"/>.</exception>
    public static ClassNames With(IReadOnlyList<string> extra) => Problem(extra) is { } problem
        ? throw new ArgumentException($"Extra classes: {problem}.", nameof(extra))
        : extra.Count == 0 ? BuiltIn : new(ObjectClasses.Names.Concat(extra));

    /// <summary>What is wrong with names for extra classes, without a full stop; null where they can be used.</summary>
    public static string? Problem(IReadOnlyList<string> extra)
    {
        if (extra.Count > MostExtra) return $"expected at most {MostExtra} names, found {extra.Count}";
        for (var i = 0; i < extra.Count; i++)
        {
            var name = extra[i];
            if (!IsWellFormed(name))
                return $"expected names of 1 to {LongestName} small letters, digits and '_' that begin with a letter, such as 'traffic_cone', found '{name}'; "
                    + "'map' gives a data set's own name another one";
            if (ObjectClasses.Names.Contains(name)) return $"expected names besides the built-in {string.Join(", ", ObjectClasses.Names)}, found '{name}'";
            if (Reserved.Contains(name) || name.StartsWith("ignore_", StringComparison.Ordinal))
                return $"expected names that mean nothing else, found '{name}'; choose another one";
            if (extra.Take(i).Contains(name)) return $"expected each name once, found '{name}' again";
        }

        return null;
    }

    /// <summary>These classes, which keep their numbers, and after them the others' that are not among them.</summary>
    /// <exception cref="InvalidDataException">These are more than <see cref="MostExtra"/> besides the eight.</exception>
    public ClassNames Union(ClassNames other)
    {
        string[] more = [.. other._names.Except(_names)];
        if (more.Length == 0) return this;
        return Count + more.Length <= Most
            ? new(_names.Concat(more))
            : throw new InvalidDataException(
                $"Classes: expected at most {MostExtra} besides the eight in all data sets and models together, "
                + $"found {Count + more.Length - ObjectClasses.Count}: {string.Join(", ", Extra.Concat(more))}. Take some out of 'extra' in a data.yaml.");
    }

    /// <summary>Finds the class of a name; false when there is none of that name.</summary>
    public bool TryParse(string name, out ObjectClass objectClass)
    {
        var index = Array.IndexOf(_names, name);
        objectClass = (ObjectClass)Math.Max(0, index);
        return index >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(ClassNames? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassNames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _names[^1]);

    /// <summary>The names, separated by commas.</summary>
    public override string ToString() => string.Join(", ", _names);

    static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is >= 'a' and <= 'z' && name.All(letter => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '_');
}
