namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>How a chessboard is looked for: <c>cv::CALIB_CB_*</c>.</summary>
[Flags]
public enum ChessboardFlags
{
    None = 0,
    AdaptiveThresh = 1,
    NormalizeImage = 2,
    FilterQuads = 4,
    FastCheck = 8,
    Exhaustive = 16,
    Accuracy = 32,
    Larger = 64,
    Marker = 128,
}
