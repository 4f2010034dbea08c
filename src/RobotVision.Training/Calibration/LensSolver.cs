using OpenCvSharp;
using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>Lets OpenCV estimate lens and placements from views of a board.</summary>
static class LensSolver
{
    /// <summary>Estimates; the placements are in the order of the views.</summary>
    /// <exception cref="InvalidDataException">OpenCV finds no solution; says what to do.</exception>
    public static (ICameraModel Camera, BoardPlacement[] Placements) Solve(
        LensVector lens, IntrinsicsOptions options, BoardPattern pattern, IReadOnlyList<BoardView> views)
    {
        try
        {
            return options.Lens == LensKind.Fisheye ? SolveFisheye(lens, pattern, views) : SolvePinhole(lens, options, pattern, views);
        }
        catch (Exception exception) when (exception is OpenCVException or ArgumentException)
        {
            throw new InvalidDataException(
                $"Calibration: expected a lens that explains {views.Count} views, found none ({exception.Message.Trim()}). "
                + "Tilt the board 20 to 45 degrees in different directions, take it near and into all corners of the image; try another --model.", exception);
        }
    }

    static (ICameraModel, BoardPlacement[]) SolvePinhole(LensVector lens, IntrinsicsOptions options, BoardPattern pattern, IReadOnlyList<BoardView> views)
    {
        var flags = options.Lens == LensKind.Rational ? CalibrationFlags.RationalModel : CalibrationFlags.None;
        // OpenCV keeps the ratio fx / fy of the matrix it is given.
        double[,] matrix = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        if (options.FixAspectRatio) flags |= CalibrationFlags.FixAspectRatio;
        // Room for the thin prism, which OpenCV returns as zeros with the rational model.
        var coefficients = new double[options.Lens == LensKind.Rational ? 14 : 5];
        Cv2.CalibrateCamera(
            views.Select(view => view.Corners.Select(pattern.Place).Select(p => new Point3f((float)p.X, (float)p.Y, (float)p.Z))),
            views.Select(view => view.X.Zip(view.Y, (x, y) => new Point2f((float)(x - 0.5), (float)(y - 0.5)))),
            new Size(views[0].Width, views[0].Height), matrix, coefficients, out var rotations, out var shifts, flags);
        var camera = lens.Make(Intrinsics(views[0], matrix[0, 0], matrix[1, 1], matrix[0, 2], matrix[1, 2]), coefficients);
        return (camera, [.. rotations.Zip(shifts, (r, t) => new BoardPlacement(new(r.Item0, r.Item1, r.Item2), new(t.Item0, t.Item1, t.Item2)))]);
    }

    /// <summary>
    /// OpenCV's fisheye calibration gives up, or ends in a far minimum, when it begins with a focal length well below the true one, so it
    /// begins with several: that of 180 degrees across the image's longer side, and longer ones.
    /// </summary>
    static (ICameraModel, BoardPlacement[]) SolveFisheye(LensVector lens, BoardPattern pattern, IReadOnlyList<BoardView> views)
    {
        (double Rms, ICameraModel Camera, BoardPlacement[] Placements)? best = null;
        OpenCVException? last = null;
        foreach (var factor in (double[])[1, 1.3, 1.7, 2.4, 3.5])
        {
            try
            {
                var found = SolveFisheye(lens, pattern, views, factor * Math.Max(views[0].Width, views[0].Height) / Math.PI);
                if (best is null || found.Rms < best.Value.Rms) best = found;
            }
            catch (OpenCVException exception)
            {
                last = exception;
            }
        }

        return best is { } solution ? (solution.Camera, solution.Placements) : throw last!;
    }

    static (double Rms, ICameraModel Camera, BoardPlacement[] Placements) SolveFisheye(
        LensVector lens, BoardPattern pattern, IReadOnlyList<BoardView> views, double focalLength)
    {
        Mat[] objects = [.. views.Select(view => Column(view, MatType.CV_64FC3, i => pattern.Place(view.Corners[i]), 3))];
        Mat[] images = [.. views.Select(view => Column(view, MatType.CV_64FC2, i => new(view.X[i] - 0.5, view.Y[i] - 0.5, 0), 2))];
        double cx = (views[0].Width - 1) / 2.0, cy = (views[0].Height - 1) / 2.0;
        using Mat matrix = new(3, 3, MatType.CV_64FC1, new Scalar(0)), coefficients = new(4, 1, MatType.CV_64FC1, new Scalar(0));
        matrix.SetArray(focalLength, 0, cx, 0, focalLength, cy, 0, 0, 1);
        try
        {
            var rms = Cv2.FishEye.Calibrate(
                objects, images, new Size(views[0].Width, views[0].Height), matrix, coefficients, out var rotations, out var shifts,
                FishEyeCalibrationFlags.UseIntrinsicGuess | FishEyeCalibrationFlags.RecomputeExtrinsic | FishEyeCalibrationFlags.FixSkew);
            matrix.GetArray(out double[] k);
            coefficients.GetArray(out double[] d);
            return (rms, lens.Make(Intrinsics(views[0], k[0], k[4], k[2], k[5]), d), [.. rotations.Zip(shifts, (r, t) => new BoardPlacement(Vector(r), Vector(t)))]);
        }
        finally
        {
            foreach (var mat in objects.Concat(images)) mat.Dispose();
        }
    }

    static Mat Column(BoardView view, MatType type, Func<int, Vector3d> value, int channels)
    {
        double[] values = [.. Enumerable.Range(0, view.Corners.Length).SelectMany(i => ((double[])[value(i).X, value(i).Y, value(i).Z]).Take(channels))];
        using var look = Mat.FromPixelData(view.Corners.Length, 1, type, values);
        return look.Clone();
    }

    static Vector3d Vector(Mat mat)
    {
        using (mat)
        {
            mat.GetArray(out double[] values);
            return new(values[0], values[1], values[2]);
        }
    }

    static CameraIntrinsics Intrinsics(BoardView view, double fx, double fy, double cx, double cy) =>
        new(view.Width, view.Height, fx, fy, cx + 0.5, cy + 0.5);
}
