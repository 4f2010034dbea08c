namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>How a pose is solved for: <c>cv::SolvePnPMethod</c>. OpenCvSharp names no newer ones; cast their number, for example 6 for IPPE.</summary>
public enum SolvePnPFlags
{
    Iterative = 0,
    EPNP = 1,
    P3P = 2,
    DLS = 3,
    UPNP = 4,
}
