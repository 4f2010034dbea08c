namespace RobotVision.Training.SelfTraining;

/// <summary>What learning from frames without labels brings, measured on the labelled frames that are held out.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Sure">What counts as sure.</param>
/// <param name="Models">The models of all folds that learned from the frames.</param>
/// <param name="Without">Mean average precision of the models that did not.</param>
/// <param name="With">Mean average precision of those that did, trained for as long.</param>
/// <param name="LeastGain">From which gain on the frames are learned from.</param>
sealed record SelfTaught(
    IReadOnlyList<UnlabelledFrame> Frames, SureObjects Sure, IReadOnlyList<string> Models, double Without, double With, double LeastGain)
{
    /// <summary>Whether the exported weights learn from the frames too.</summary>
    public bool IsBetter => With >= Without + LeastGain;
}
