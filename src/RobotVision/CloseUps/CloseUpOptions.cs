namespace RobotVision.CloseUps;

/// <summary>How often a frame is looked at.</summary>
public sealed record CloseUpOptions
{
    /// <summary>Close-ups of each frame after the look at its whole view, 0..<see cref="CloseUpChooser.MostCloseUps"/>.</summary>
    public int CloseUps { get; init; }

    /// <summary>Live: the time that all looks at a frame together may take; there are fewer close-ups where there is not enough of it.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>How many close-ups the budget leaves, when each takes as long as the look at the whole view did.</summary>
    public int CloseUpsInTime(TimeSpan firstLook) =>
        firstLook > TimeSpan.Zero ? (int)Math.Clamp((Budget - firstLook) / firstLook, 0, CloseUps) : CloseUps;

    /// <summary>Checks the values.</summary>
    /// <param name="samples">The most samples of one run of the model.</param>
    /// <exception cref="ArgumentException">Lists every value that is out of range.</exception>
    public void Validate(int samples)
    {
        var problems = new List<string>();
        if (CloseUps is < 0 or > CloseUpChooser.MostCloseUps) problems.Add($"close-ups: expected 0..{CloseUpChooser.MostCloseUps}, found {CloseUps}");
        else if (CloseUps > samples) problems.Add($"close-ups: expected at most {samples}, the samples that the model was loaded for, found {CloseUps}");
        if (Budget <= TimeSpan.Zero) problems.Add($"budget: expected more than 0, found {Budget}");
        if (problems.Count > 0) throw new OptionException($"Looking: {string.Join("; ", problems)}.");
    }
}
