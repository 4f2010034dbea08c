namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>Why a call failed: <c>cv::Error::Code</c>, the common ones.</summary>
public enum ErrorCode
{
    StsOk = 0,
    StsBackTrace = -1,
    StsError = -2,
    StsInternal = -3,
    StsNoMem = -4,
    StsBadArg = -5,
    StsBadFunc = -6,
    StsNoConv = -7,
    StsNullPtr = -27,
    StsBadSize = -201,
    StsObjectNotFound = -204,
    StsUnmatchedFormats = -205,
    StsBadFlag = -206,
    StsUnmatchedSizes = -209,
    StsUnsupportedFormat = -210,
    StsOutOfRange = -211,
    StsParseError = -212,
    StsNotImplemented = -213,
    StsAssert = -215,
}
