namespace RobotVision.CloseUps;

/// <summary>Where in a frame a ball is expected; all in pixels of the frame.</summary>
/// <param name="X">The middle of its picture.</param>
/// <param name="Y">The same.</param>
/// <param name="Side">How large its picture is: the side of the square as large as its box.</param>
/// <param name="Spread">One standard deviation of its place, along the axis in which it is larger.</param>
public readonly record struct ExpectedPlace(float X, float Y, float Side, float Spread);
