namespace RobotVision.Pipeline;

/// <summary>What has become of a model that took over while the pipeline ran.</summary>
public enum SwapStatus
{
    /// <summary>It runs, and the one before is kept until it has proved itself.</summary>
    Probation,

    /// <summary>It has proved itself; the one before is gone.</summary>
    Kept,

    /// <summary>The one before runs again.</summary>
    Returned,
}

/// <summary>The last exchange of the model while the pipeline ran.</summary>
/// <param name="Status">What has become of the new model.</param>
/// <param name="Model">The new model's <see cref="Inference.VisionModel.Hash"/>.</param>
/// <param name="File">The name of its file, without folders.</param>
/// <param name="Before">The hash of the model before.</param>
/// <param name="BeforeFile">The name of its file.</param>
public sealed record ModelSwapState(SwapStatus Status, string Model, string File, string Before, string BeforeFile)
{
    /// <summary>Why the model before came back by itself, a sentence; null where it did not, or was asked for.</summary>
    public string? Reason { get; init; }
}

/// <summary>How a model proves itself after it has taken over: the one before is kept so long, and comes back by itself where the new one fails.</summary>
public sealed record ProbationOptions
{
    /// <summary>How long the model before is kept; one minute unless set.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a new model that is too slow fails: the median of its frames takes longer than <see cref="VisionPipeline.FrameBudget"/>, that of the model
    /// before did not. True unless set; outputs that are not finite and exceptions are failures in any case.
    /// </summary>
    public bool ChecksSpeed { get; init; } = true;

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionException">The length is not positive.</exception>
    public void Validate()
    {
        if (Length <= TimeSpan.Zero) throw new OptionException($"Probation: expected a length of more than 0, found {Length}.");
    }
}
