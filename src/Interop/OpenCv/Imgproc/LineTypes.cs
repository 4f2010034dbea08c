namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>How lines are drawn: <c>cv::LineTypes</c>.</summary>
public enum LineTypes
{
    Link4 = 4,
    Link8 = 8,
    AntiAlias = 16,
}
