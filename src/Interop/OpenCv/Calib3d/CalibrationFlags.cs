namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>What a calibration estimates and what it keeps: <c>cv::CALIB_*</c>.</summary>
[Flags]
public enum CalibrationFlags
{
    None = 0,
    UseIntrinsicGuess = 0x00001,
    FixAspectRatio = 0x00002,
    FixPrincipalPoint = 0x00004,
    ZeroTangentDist = 0x00008,
    FixFocalLength = 0x00010,
    FixK1 = 0x00020,
    FixK2 = 0x00040,
    FixK3 = 0x00080,
    FixIntrinsic = 0x00100,
    SameFocalLength = 0x00200,
    FixK4 = 0x00800,
    FixK5 = 0x01000,
    FixK6 = 0x02000,
    RationalModel = 0x04000,
    ThinPrismModel = 0x08000,
    FixS1S2S3S4 = 0x10000,
    UseLU = 0x20000,
    TiltedModel = 0x40000,
    FixTauXTauY = 0x80000,
}
