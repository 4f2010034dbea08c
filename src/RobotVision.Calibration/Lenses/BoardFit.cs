using OpenCvSharp;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Lenses;

/// <summary>Finds the pose of a board from one view with a known lens.</summary>
static class BoardFit
{
    const double MaximumRms = 3;
    const int MinimumCorners = 6;

    /// <summary>Fits one view; null with the reason if the view does not fit the lens.</summary>
    public static ViewResult? TryFit(ICameraModel camera, BoardPattern pattern, BoardView view, out string problem)
    {
        problem = "";
        if (!view.IsGrid(pattern))
        {
            problem = "its corners do not form a board; they were misread";
            return null;
        }

        if (TryPlace(camera, pattern, view) is not { } placement)
        {
            problem = $"expected at least {MinimumCorners} corners within the lens's view";
            return null;
        }

        var fit = IntrinsicsCalibrator.Fit(pattern, camera, view, placement);
        if (fit.Rms <= MaximumRms) return fit;
        problem = FormattableString.Invariant($"expected the board where the lens says, within {MaximumRms} px, found it {fit.Rms:0.0} px off");
        return null;
    }

    /// <summary>The pose of a board from one view; null if it cannot be determined.</summary>
    /// <remarks>Uses a virtual pinhole camera without distortion that looks at the board, which works for every lens and every part of its view.</remarks>
    public static BoardPlacement? TryPlace(ICameraModel camera, BoardPattern pattern, BoardView view)
    {
        var seen = new List<(Vector3d Place, Vector3d Ray)>();
        for (var i = 0; i < view.Corners.Length; i++)
            if (camera.TryUnproject(view.X[i], view.Y[i], out var ray)) seen.Add((pattern.Place(view.Corners[i]), ray));
        var toBoard = ToAxis(seen.Aggregate(default(Vector3d), (sum, corner) => sum + corner.Ray));
        List<(Vector3d Place, Vector3d Ray)> ahead = [.. seen.Select(corner => (corner.Place, toBoard.Turn(corner.Ray)))
            .Where(corner => corner.Item2.Z >= 0.1)];
        if (ahead.Count < MinimumCorners) return null;
        using var places = Mat.FromArray(ahead.Select(corner => new Point3f((float)corner.Place.X, (float)corner.Place.Y, 0)).ToArray());
        using var pixels = Mat.FromArray(
            ahead.Select(corner => new Point2f((float)(corner.Ray.X / corner.Ray.Z), (float)(corner.Ray.Y / corner.Ray.Z))).ToArray());
        using Mat none = new(), rotation = new(), shift = new();
        using var identity = Mat.FromPixelData(3, 3, MatType.CV_64FC1, new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 });
        try
        {
            Cv2.SolvePnP(places, pixels, identity, none, rotation, shift);
        }
        catch (OpenCVException)
        {
            return null; // the corners are collinear or coincide
        }

        rotation.GetArray(out double[] r);
        shift.GetArray(out double[] t);
        var fromBoard = toBoard.Inverse();
        var placement = new BoardPlacement(
            (fromBoard * Rotation.FromVector(new(r[0], r[1], r[2]))).ToVector(), fromBoard.Turn(new(t[0], t[1], t[2])));
        return placement.IsFinite ? placement : null;
    }

    // The smallest rotation of a direction onto the z axis.
    static Rotation ToAxis(Vector3d direction)
    {
        var side = Math.Sqrt(direction.X * direction.X + direction.Y * direction.Y);
        var angle = Math.Atan2(side, direction.Z);
        return side > 0 ? Rotation.FromVector(new(direction.Y / side * angle, -direction.X / side * angle, 0)) : Rotation.FromVector(new(angle, 0, 0));
    }
}
