namespace RobotVision.Tools.Output;

/// <summary>One check of the doctor command.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="IsNeeded">Whether 'run' and 'replay' cannot work without it.</param>
/// <param name="IsGood">Whether it works.</param>
/// <param name="Detail">The result; where it does not work, why and what to do.</param>
sealed record Finding(string Name, bool IsNeeded, bool IsGood, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(IsGood ? "ok     " : IsNeeded ? "MISSING" : "none   ")} {Name,-20} {Detail}";
}
