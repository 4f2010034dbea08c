namespace RobotVision.Training.Sweeps;

/// <summary>One combination of what a sweep varies.</summary>
/// <param name="Method">The name of its group of options; null where the sweep has none.</param>
/// <param name="Options">Each option that is varied with its value, as it stands in the sweep's file.</param>
public sealed record SweepSetting(string? Method, IReadOnlyList<KeyValuePair<string, string>> Options)
{
    /// <summary>In one line, for legends and messages.</summary>
    public override string ToString() =>
        string.Join(", ", (Method is null ? [] : new[] { Method }).Concat(Options.Select(option => $"{option.Key} {option.Value}"))) is { Length: > 0 } text
            ? text : "the recipe as it is";
}
