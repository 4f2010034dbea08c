namespace RobotVision.Detection;

/// <summary>One object that was found in a frame.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">How sure the network is, 0..1.</param>
/// <param name="Box">Where it is, in pixels of the original frame.</param>
public readonly record struct Detection(ObjectClass Class, float Confidence, Box Box);
