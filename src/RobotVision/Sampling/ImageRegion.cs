namespace RobotVision.Sampling;

/// <summary>
/// The part of an image that one sample shows, in pixels; origin at the image's top-left corner, x right, y down. It may
/// have any aspect (the sample is always square) and may reach beyond the image.
/// </summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width, positive.</param>
/// <param name="Height">Height, positive.</param>
public readonly record struct ImageRegion(float X, float Y, float Width, float Height)
{
    /// <summary>The whole of an image.</summary>
    public static ImageRegion Whole(int width, int height) => new(0, 0, width, height);
}
