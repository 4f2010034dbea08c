using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>Functions of OpenCV's namespace fisheye.</content>
public static partial class Cv2
{
    /// <summary>
    /// The lens model of Kannala and Brandt: distortion coefficients k1, k2, k3, k4 of the angle off the axis; camera matrix and
    /// poses as elsewhere.
    /// </summary>
#pragma warning disable CA1034 // OpenCvSharp nests it too.
    public static class FishEye
#pragma warning restore CA1034
    {
        /// <summary>Where points of an object are seen.</summary>
        public static void ProjectPoints(
            InputArray objectPoints, OutputArray imagePoints, InputArray rvec, InputArray tvec, InputArray k, InputArray d, double alpha = 0,
            OutputArray? jacobian = null) =>
            Native.Check(Native.FisheyeProjectPoints(
                objectPoints.Required(nameof(objectPoints)), imagePoints.Required(nameof(imagePoints)), rvec.Required(nameof(rvec)),
                tvec.Required(nameof(tvec)), k.Required(nameof(k)), d.Required(nameof(d)), alpha, jacobian.Handle()));

        /// <summary>Takes the lens distortion out of points; without <paramref name="p"/> the result is in units of the focal length, not pixels.</summary>
        public static void UndistortPoints(
            InputArray distorted, OutputArray undistorted, InputArray k, InputArray d, InputArray? r = null, InputArray? p = null) =>
            Native.Check(Native.FisheyeUndistortPoints(
                distorted.Required(nameof(distorted)), undistorted.Required(nameof(undistorted)), k.Required(nameof(k)),
                d.Required(nameof(d)), r.Handle(), p.Handle()));

        /// <summary>Estimates a camera from views of known points.</summary>
        /// <param name="objectPoints">The points of each view in the object's frame: (n, 1) of three doubles.</param>
        /// <param name="imagePoints">The same points in pixels: (n, 1) of two doubles.</param>
        /// <param name="imageSize">The size of the images.</param>
        /// <param name="k">3x3; read with <see cref="FishEyeCalibrationFlags.UseIntrinsicGuess"/>, always written.</param>
        /// <param name="d">The four coefficients.</param>
        /// <param name="rvecs">The rotation of each view; the caller's to dispose.</param>
        /// <param name="tvecs">The translation of each view; the caller's to dispose.</param>
        /// <param name="flags">What to estimate and what to keep.</param>
        /// <param name="criteria">When to stop; null: 100 rounds.</param>
        /// <returns>The root of the mean square error of reprojection, in pixels.</returns>
        public static double Calibrate(
            IEnumerable<Mat> objectPoints, IEnumerable<Mat> imagePoints, Size imageSize, InputOutputArray k, InputOutputArray d,
            out IEnumerable<Mat> rvecs, out IEnumerable<Mat> tvecs, FishEyeCalibrationFlags flags = 0, TermCriteria? criteria = null)
        {
            Mat[] objects = [.. objectPoints], images = [.. imagePoints];
            if (objects.Length != images.Length)
                throw new ArgumentException($"Expected as many views of points as of pixels, found {objects.Length} and {images.Length}.", nameof(imagePoints));
            var rotations = new Vec3d[objects.Length];
            var translations = new Vec3d[objects.Length];
            TermCriteria stop = criteria ?? new TermCriteria(CriteriaTypes.Count | CriteriaTypes.Eps, 100, 2.220446049250313e-16);
            int code = Native.FisheyeCalibrate(
                Array.ConvertAll(objects, mat => mat.Handle.DangerousGetHandle()), Array.ConvertAll(images, mat => mat.Handle.DangerousGetHandle()),
                objects.Length, imageSize, k.Handle, d.Handle, rotations, translations, (int)flags, stop, out double error);
            GC.KeepAlive(objects);
            GC.KeepAlive(images);
            Native.Check(code);
            rvecs = [.. rotations.Select(v => Mat.FromArray(v.Item0, v.Item1, v.Item2))];
            tvecs = [.. translations.Select(v => Mat.FromArray(v.Item0, v.Item1, v.Item2))];
            return error;
        }
    }
}
