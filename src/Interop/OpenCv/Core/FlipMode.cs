namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>Which way an image is mirrored: X upside down, Y left to right.</summary>
public enum FlipMode
{
    X = 0,
    Y = 1,
    XY = -1,
}
