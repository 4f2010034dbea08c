namespace RobotVision.CloseUps;

/// <summary>How many close-ups are made of each frame.</summary>
public sealed record CloseUpOptions
{
    /// <summary>Close-ups of each frame besides its whole view, 0..<see cref="CloseUpChooser.MostCloseUps"/>.</summary>
    public int CloseUps { get; init; }

    /// <summary>Live: the time that inference on all views of a frame may take; fewer close-ups are made where it is too short. 15 ms unless set.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>How many close-ups fit the budget, if inference on each takes as long as on the whole view.</summary>
    public int CloseUpsInTime(TimeSpan wholeView) =>
        wholeView > TimeSpan.Zero ? (int)Math.Clamp((Budget - wholeView) / wholeView, 0, CloseUps) : CloseUps;

    /// <summary>Checks the values.</summary>
    /// <param name="samples">The most samples of one run of the model.</param>
    /// <exception cref="ArgumentException">Lists every value that is out of range.</exception>
    public void Validate(int samples)
    {
        var problems = new List<string>();
        if (CloseUps is < 0 or > CloseUpChooser.MostCloseUps) problems.Add($"count: expected 0..{CloseUpChooser.MostCloseUps}, found {CloseUps}");
        else if (CloseUps > samples) problems.Add($"count: expected at most {samples}, the samples that the model was loaded for, found {CloseUps}");
        if (Budget <= TimeSpan.Zero) problems.Add($"budget: expected more than 0, found {Budget}");
        if (problems.Count > 0) throw new OptionException($"Close-ups: {string.Join("; ", problems)}.");
    }
}
