using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Measures the field's lines in an image, near the position expected by a pose, with sub-pixel precision.</summary>
/// <param name="camera">The lens.</param>
/// <param name="field">The field.</param>
sealed class LineMeter(ICameraModel camera, FieldDimensions field)
{
    const double Spacing = 0.1, Nearest = 0.3, Farthest = 4; // metres
    const double MinimumWidth = 1.5;    // pixels
    const double MinimumContrast = 25;  // grey levels between line and turf
    const double Step = 0.5;            // pixels

    /// <summary>Measures along all lines in view.</summary>
    /// <param name="frame">The image's number, for the results.</param>
    /// <param name="image">The image.</param>
    /// <param name="pose">Approximate camera pose in the field's frame.</param>
    /// <param name="reach">Search distance in pixels.</param>
    public IEnumerable<LinePoint> Measure(int frame, BgrImage image, CameraPose pose, double reach)
    {
        foreach (var (x1, y1, x2, y2) in field.Lines())
        {
            double dx = x2 - x1, dy = y2 - y1, length = Math.Sqrt(dx * dx + dy * dy);
            Vector3d half = new(-dy / length * field.LineWidth / 2, dx / length * field.LineWidth / 2, 0);
            // Not at the ends, where other lines join.
            for (var at = 2 * Spacing; at <= length - 2 * Spacing; at += Spacing)
            {
                Vector3d place = new(x1 + dx * at / length, y1 + dy * at / length, 0);
                var distance = Math.Sqrt((place.X - pose.X) * (place.X - pose.X) + (place.Y - pose.Y) * (place.Y - pose.Y));
                if (distance is < Nearest or > Farthest) continue;
                if (TryMeasure(image, pose, place, half, reach, out var x, out var y, out var acrossX, out var acrossY))
                    yield return new(frame, place, x, y, acrossX, acrossY);
            }
        }
    }

    bool TryMeasure(
        BgrImage image, CameraPose pose, Vector3d place, Vector3d half, double reach,
        out double x, out double y, out double acrossX, out double acrossY)
    {
        (acrossX, acrossY) = (0, 0);
        if (!camera.TryProject(pose.ToCamera(place), out x, out y)
            || !camera.TryProject(pose.ToCamera(place + half), out var leftX, out var leftY)
            || !camera.TryProject(pose.ToCamera(place - half), out var rightX, out var rightY)) return false;
        var width = Math.Sqrt((leftX - rightX) * (leftX - rightX) + (leftY - rightY) * (leftY - rightY));
        if (width < MinimumWidth) return false;
        // Perpendicular to the line in the image, which in perspective is another direction than perpendicular on the ground.
        if (!camera.TryProject(pose.ToCamera(place + new Vector3d(half.Y, -half.X, 0)), out var alongX, out var alongY)) return false;
        double dx = alongX - x, dy = alongY - y, length = Math.Sqrt(dx * dx + dy * dy);
        if (length < 1e-6) return false;
        (acrossX, acrossY) = (-dy / length, dx / length);
        width *= Math.Abs((leftX - rightX) * acrossX + (leftY - rightY) * acrossY) / width;
        if (width < MinimumWidth || !TryFindStripe(image, x, y, acrossX, acrossY, width, reach, out var offset)) return false;
        (x, y) = (x + offset * acrossX, y + offset * acrossY);
        return true;
    }

    // Finds the stripe of the line's width with the largest contrast to both sides, then its centre of brightness.
    static bool TryFindStripe(BgrImage image, double x, double y, double acrossX, double acrossY, double width, double reach, out double offset)
    {
        offset = 0;
        var extent = reach + 1.5 * width;
        var profile = new double[2 * (int)(extent / Step) + 1];
        var middle = profile.Length / 2;
        for (var i = 0; i < profile.Length; i++)
            if (!TryWhiteness(image, x + (i - middle) * Step * acrossX, y + (i - middle) * Step * acrossY, out profile[i])) return false;
        int stripe = Math.Max(1, (int)Math.Round(width / 2 / Step)), best = -1;
        var most = MinimumContrast;
        for (var i = 2 * stripe + 1; i < profile.Length - 2 * stripe - 1; i++)
        {
            if (Math.Abs(i - middle) * Step > reach) continue;
            var inside = Mean(profile, i - stripe, i + stripe);
            var contrast = inside - Math.Max(Mean(profile, i - 2 * stripe - 1, i - stripe - 1), Mean(profile, i + stripe + 1, i + 2 * stripe + 1));
            if (contrast > most) (most, best) = (contrast, i);
        }

        if (best < 0) return false;
        int from = best - 2 * stripe - 1, to = best + 2 * stripe + 1;
        double dark = Math.Max(profile[from], profile[to]), sum = 0, moment = 0;
        for (var i = from; i <= to; i++)
        {
            var light = Math.Max(0, profile[i] - dark - 0.2 * most);
            (sum, moment) = (sum + light, moment + light * (i - middle) * Step);
        }

        offset = moment / sum;
        return sum > 0;
    }

    static double Mean(double[] values, int from, int to)
    {
        var sum = 0.0;
        for (var i = from; i <= to; i++) sum += values[i];
        return sum / (to - from + 1);
    }

    // The minimum of the three colours: high for white, low for green turf.
    static bool TryWhiteness(BgrImage image, double x, double y, out double value)
    {
        value = 0;
        double left = x - 0.5, top = y - 0.5;
        if (!(left >= 0 && top >= 0 && left < image.Width - 1 && top < image.Height - 1)) return false;
        int column = (int)left, row = (int)top;
        double right = left - column, below = top - row;
        value = (At(image, column, row) * (1 - right) + At(image, column + 1, row) * right) * (1 - below)
            + (At(image, column, row + 1) * (1 - right) + At(image, column + 1, row + 1) * right) * below;
        return true;
    }

    static int At(BgrImage image, int x, int y)
    {
        var at = (y * image.Width + x) * 3;
        return Math.Min(image.Pixels[at], Math.Min(image.Pixels[at + 1], image.Pixels[at + 2]));
    }
}

/// <summary>A point on a line of the field with its measured position across the line in an image.</summary>
/// <param name="Frame">The image's number.</param>
/// <param name="Place">The point on the middle of the line, in the field's frame.</param>
/// <param name="X">Measured x of the line's middle in pixels.</param>
/// <param name="Y">Measured y of the line's middle in pixels.</param>
/// <param name="AcrossX">x of the unit vector across the line in the image; along the line nothing is measured.</param>
/// <param name="AcrossY">y of the unit vector across the line in the image.</param>
readonly record struct LinePoint(int Frame, Vector3d Place, double X, double Y, double AcrossX, double AcrossY);
