namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>What can be asked of and set in a writer: <c>cv::VideoWriterProperties</c>.</summary>
public enum VideoWriterProperties
{
    Quality = 1,
    FrameBytes = 2,
    NStripes = 3,
    IsColor = 4,
}
