using System.Runtime.InteropServices;
using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>
/// Functions of OpenCV's module calib3d. A camera matrix is 3x3: (fx, 0, cx; 0, fy, cy; 0, 0, 1), in pixels; distortion
/// coefficients are k1, k2, p1, p2, k3, ...; a pose (rvec, tvec) takes a point of the object into the camera's frame
/// (x right, y down, z forward), rvec an axis times an angle in radians.
/// </content>
public static partial class Cv2
{
    /// <summary>Finds the inner corners of a chessboard, row by row; false where not all of them are found.</summary>
    public static bool FindChessboardCorners(
        InputArray image, Size patternSize, out Point2f[] corners,
        ChessboardFlags flags = ChessboardFlags.AdaptiveThresh | ChessboardFlags.NormalizeImage)
    {
        using var found = new Mat();
        bool complete = FindChessboardCorners(image, patternSize, found, flags);
        found.GetArray(out corners);
        return complete;
    }

    /// <summary>Finds the inner corners of a chessboard, row by row, into (n, 1) CV_32FC2; false where not all of them are found.</summary>
    public static bool FindChessboardCorners(
        InputArray image, Size patternSize, OutputArray corners,
        ChessboardFlags flags = ChessboardFlags.AdaptiveThresh | ChessboardFlags.NormalizeImage)
    {
        Native.Check(Native.FindChessboardCorners(
            image.Required(nameof(image)), patternSize, corners.Required(nameof(corners)), (int)flags, out int found));
        return found != 0;
    }

    /// <summary>Estimates a camera from views of known points.</summary>
    /// <param name="objectPoints">The points of each view in the object's frame.</param>
    /// <param name="imagePoints">The same points in pixels.</param>
    /// <param name="imageSize">The size of the images.</param>
    /// <param name="cameraMatrix">3x3; read with <see cref="CalibrationFlags.UseIntrinsicGuess"/>, always written.</param>
    /// <param name="distCoeffs">Room for as many as the model has: 5 unless the flags ask for more. What is left over becomes 0.</param>
    /// <param name="rvecs">The rotation of each view.</param>
    /// <param name="tvecs">The translation of each view.</param>
    /// <param name="flags">What to estimate and what to keep.</param>
    /// <param name="criteria">When to stop; null: OpenCV's 30 rounds.</param>
    /// <returns>The root of the mean square error of reprojection, in pixels.</returns>
    public static double CalibrateCamera(
        IEnumerable<IEnumerable<Point3f>> objectPoints, IEnumerable<IEnumerable<Point2f>> imagePoints, Size imageSize,
        double[,] cameraMatrix, double[] distCoeffs, out Vec3d[] rvecs, out Vec3d[] tvecs,
        CalibrationFlags flags = CalibrationFlags.None, TermCriteria? criteria = null)
    {
        ArgumentNullException.ThrowIfNull(cameraMatrix);
        ArgumentNullException.ThrowIfNull(distCoeffs);
        Point3f[][] objects = objectPoints.Select(p => p.ToArray()).ToArray();
        Point2f[][] images = imagePoints.Select(p => p.ToArray()).ToArray();
        int[] counts = objects.Select(p => p.Length).ToArray();
        if (cameraMatrix.GetLength(0) != 3 || cameraMatrix.GetLength(1) != 3)
            throw new ArgumentException($"Expected 3x3, found {cameraMatrix.GetLength(0)}x{cameraMatrix.GetLength(1)}.", nameof(cameraMatrix));
        if (!counts.SequenceEqual(images.Select(p => p.Length)))
            throw new ArgumentException("Expected as many image points as object points in every view.", nameof(imagePoints));
        rvecs = new Vec3d[counts.Length];
        tvecs = new Vec3d[counts.Length];
        // 30 rounds, or the precision of a double: OpenCV's own default.
        TermCriteria stop = criteria ?? new TermCriteria(CriteriaTypes.Count | CriteriaTypes.Eps, 30, 2.220446049250313e-16);
        Native.Check(Native.CalibrateCamera(
            objects.SelectMany(p => p).ToArray(), images.SelectMany(p => p).ToArray(), counts, counts.Length, imageSize,
            MemoryMarshal.CreateSpan(ref cameraMatrix[0, 0], 9), distCoeffs, distCoeffs.Length, rvecs, tvecs, (int)flags, stop, out double error));
        return error;
    }

    /// <summary>Finds the pose of an object from points of it and where they are seen. An empty <c>distCoeffs</c> means none.</summary>
    public static void SolvePnP(
        InputArray objectPoints, InputArray imagePoints, InputArray cameraMatrix, InputArray distCoeffs,
        OutputArray rvec, OutputArray tvec, bool useExtrinsicGuess = false, SolvePnPFlags flags = SolvePnPFlags.Iterative) =>
        Native.Check(Native.SolvePnp(
            objectPoints.Required(nameof(objectPoints)), imagePoints.Required(nameof(imagePoints)), cameraMatrix.Required(nameof(cameraMatrix)),
            distCoeffs.Required(nameof(distCoeffs)), rvec.Required(nameof(rvec)), tvec.Required(nameof(tvec)), useExtrinsicGuess ? 1 : 0, (int)flags));

    /// <summary>Where points of an object are seen. An empty <c>distCoeffs</c> means none.</summary>
    public static void ProjectPoints(
        InputArray objectPoints, InputArray rvec, InputArray tvec, InputArray cameraMatrix, InputArray distCoeffs,
        OutputArray imagePoints, OutputArray? jacobian = null, double aspectRatio = 0) =>
        Native.Check(Native.ProjectPoints(
            objectPoints.Required(nameof(objectPoints)), rvec.Required(nameof(rvec)), tvec.Required(nameof(tvec)), cameraMatrix.Required(nameof(cameraMatrix)),
            distCoeffs.Required(nameof(distCoeffs)), imagePoints.Required(nameof(imagePoints)), jacobian.Handle(), aspectRatio));

    /// <summary>Takes the lens distortion out of points; without <paramref name="p"/> the result is in units of the focal length, not pixels.</summary>
    public static void UndistortPoints(
        InputArray src, OutputArray dst, InputArray cameraMatrix, InputArray distCoeffs, InputArray? r = null, InputArray? p = null) =>
        Native.Check(Native.UndistortPoints(
            src.Required(nameof(src)), dst.Required(nameof(dst)), cameraMatrix.Required(nameof(cameraMatrix)),
            distCoeffs.Required(nameof(distCoeffs)), r.Handle(), p.Handle()));

    /// <summary>Turns a rotation vector (3x1) into a matrix (3x3), or a matrix into a vector.</summary>
    public static void Rodrigues(InputArray src, OutputArray dst, OutputArray? jacobian = null) =>
        Native.Check(Native.Rodrigues(src.Required(nameof(src)), dst.Required(nameof(dst)), jacobian.Handle()));
}
