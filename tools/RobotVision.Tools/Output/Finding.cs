namespace RobotVision.Tools.Output;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsNeeded">Whether 'run' and 'replay' cannot work without it.</param>
/// <param name="IsGood">Whether it works.</param>
/// <param name="Detail">What was found; where it does not work, why and what to do.</param>
sealed record Finding(string Name, bool IsNeeded, bool IsGood, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(IsGood ? "ok     " : IsNeeded ? "MISSING" : "none   ")} {Name,-18} {Detail}";
}
