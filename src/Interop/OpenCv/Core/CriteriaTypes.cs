namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>When an iteration ends: <c>cv::TermCriteria::Type</c>.</summary>
[Flags]
public enum CriteriaTypes
{
    Count = 1,
    MaxIter = 1,
    Eps = 2,
}
