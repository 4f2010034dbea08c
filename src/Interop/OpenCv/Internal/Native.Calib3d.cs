using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    [LibraryImport(Library, EntryPoint = "cvs_find_chessboard_corners")]
    internal static partial int FindChessboardCorners(MatHandle image, Size pattern, MatHandle corners, int flags, out int found);

    [LibraryImport(Library, EntryPoint = "cvs_calibrate_camera")]
    internal static partial int CalibrateCamera(
        ReadOnlySpan<Point3f> objectPoints, ReadOnlySpan<Point2f> imagePoints, ReadOnlySpan<int> counts, int views,
        Size imageSize, Span<double> cameraMatrix, Span<double> distortion, int distortionCount, Span<Vec3d> rotations,
        Span<Vec3d> translations, int flags, TermCriteria criteria, out double error);

    [LibraryImport(Library, EntryPoint = "cvs_solve_pnp")]
    internal static partial int SolvePnp(
        MatHandle objectPoints, MatHandle imagePoints, MatHandle cameraMatrix, MatHandle distortion, MatHandle rotation,
        MatHandle translation, int useGuess, int flags);

    [LibraryImport(Library, EntryPoint = "cvs_project_points")]
    internal static partial int ProjectPoints(
        MatHandle objectPoints, MatHandle rotation, MatHandle translation, MatHandle cameraMatrix, MatHandle distortion,
        MatHandle imagePoints, MatHandle jacobian, double aspectRatio);

    [LibraryImport(Library, EntryPoint = "cvs_undistort_points")]
    internal static partial int UndistortPoints(
        MatHandle source, MatHandle destination, MatHandle cameraMatrix, MatHandle distortion, MatHandle rectification,
        MatHandle projection);

    [LibraryImport(Library, EntryPoint = "cvs_rodrigues")]
    internal static partial int Rodrigues(MatHandle source, MatHandle destination, MatHandle jacobian);

    [LibraryImport(Library, EntryPoint = "cvs_fisheye_calibrate")]
    internal static partial int FisheyeCalibrate(
        ReadOnlySpan<nint> objectPoints, ReadOnlySpan<nint> imagePoints, int views, Size imageSize, MatHandle cameraMatrix,
        MatHandle distortion, Span<Vec3d> rotations, Span<Vec3d> translations, int flags, TermCriteria criteria, out double error);

    [LibraryImport(Library, EntryPoint = "cvs_fisheye_project_points")]
    internal static partial int FisheyeProjectPoints(
        MatHandle objectPoints, MatHandle imagePoints, MatHandle rotation, MatHandle translation, MatHandle cameraMatrix,
        MatHandle distortion, double alpha, MatHandle jacobian);

    [LibraryImport(Library, EntryPoint = "cvs_fisheye_undistort_points")]
    internal static partial int FisheyeUndistortPoints(
        MatHandle source, MatHandle destination, MatHandle cameraMatrix, MatHandle distortion, MatHandle rectification,
        MatHandle projection);
}
