using MathNet.Numerics.LinearAlgebra;
using OpenCvSharp;
using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Latency;

/// <summary>One pyramid level of two consecutive images, for <see cref="TurnMeter"/>.</summary>
sealed class TurnLevel
{
    const int Rounds = 12;
    const int Unknowns = 4;               // rotation about three axes, and a change of brightness
    const double SmallTurn = 1e-5;        // radians: converged
    const double MinimumOverlap = 0.4;    // fraction of the image
    const double MinimumCorrelation = 0.6;
    const double MaximumDeviation = 1e-4; // radians: large where edges have only one direction, so that motion along them is unknown
    const double MinimumVariance = 1;     // grey levels squared: rounding and remaining noise

    readonly ICameraModel _camera;
    readonly int _width, _height;
    readonly Vector3d[] _rays, _steepest; // steepest: change of the grey value with a rotation of the ray, per radian
    readonly double[] _errors, _seen;
    readonly int[] _pixels;
    float[] _before, _after;

    /// <summary>Prepares for images of a lens.</summary>
    public TurnLevel(ICameraModel camera)
    {
        (_camera, _width, _height) = (camera, camera.Width, camera.Height);
        var count = _width * _height;
        (_rays, _steepest, _errors, _seen) = (new Vector3d[count], new Vector3d[count], new double[count], new double[count]);
        (_pixels, _before, _after) = (new int[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
            if (!camera.TryUnproject(i % _width + 0.5, i / _width + 0.5, out _rays[i])) _rays[i] = default;
    }

    /// <summary>Takes the next image; the current one becomes the first of the pair.</summary>
    /// <param name="grey">Grey values in any larger size; borrowed.</param>
    public void Take(Mat grey)
    {
        using Mat scaled = new(), smooth = new();
        (_before, _after) = (_after, _before);
        Cv2.Resize(grey, scaled, new Size(_width, _height), 0, 0, InterpolationFlags.Area);
        Cv2.GaussianBlur(scaled, smooth, new Size(3, 3), 0);
        smooth.GetArray(out byte[] values);
        for (var i = 0; i < values.Length; i++) _after[i] = values[i];
        for (var y = 1; y < _height - 1; y++)
            for (var x = 1; x < _width - 1; x++) _steepest[y * _width + x] = Steepest(y * _width + x);
    }

    /// <summary>Improves a rotation; false if the images do not determine it well.</summary>
    public bool TryAlign(ref Rotation turn)
    {
        for (var round = 0; ; round++)
        {
            var count = Compare(turn);
            if (count < MinimumOverlap * _rays.Length) return false;
            var (matrix, right, variance) = Equations(count);
            var inverse = Matrix<double>.Build.DenseOfArray(matrix).Inverse();
            var step = (inverse * Vector<double>.Build.DenseOfArray(right)).AsArray();
            Vector3d change = new(step[0], step[1], step[2]);
            if (!(change.Length < 1)) return false;
            turn = (Rotation.FromVector(change) * turn).Normalized();
            if (change.Length > SmallTurn && round < Rounds) continue;
            var deviation = Math.Sqrt(Math.Max(inverse[0, 0], inverse[1, 1]) * variance);
            return deviation < MaximumDeviation && Correlation(count) > MinimumCorrelation;
        }
    }

    // A ray r rotated by w moves by w x r: the grey value changes by g (w x r) = w (r x g), with g its gradient by the ray.
    Vector3d Steepest(int i)
    {
        var ray = _rays[i];
        if (ray == default || !_camera.TryProject(ray, out _, out _, out var jacobian)) return default;
        double byX = (_before[i + 1] - _before[i - 1]) / 2, byY = (_before[i + _width] - _before[i - _width]) / 2;
        return ray.Cross(new(byX * jacobian.XX + byY * jacobian.YX, byX * jacobian.XY + byY * jacobian.YY, byX * jacobian.XZ + byY * jacobian.YZ));
    }

    // Compares the grey values of both images in the same directions.
    int Compare(Rotation turn)
    {
        var (count, back) = (0, turn.Inverse());
        for (var y = 1; y < _height - 1; y++)
            for (var x = 1; x < _width - 1; x++)
            {
                var i = y * _width + x;
                if (_rays[i] == default || !_camera.TryProject(back.Turn(_rays[i]), out var u, out var v)) continue;
                double left = u - 0.5, top = v - 0.5;
                if (!(left >= 0 && top >= 0 && left < _width - 1 && top < _height - 1)) continue;
                int column = (int)left, row = (int)top, at = row * _width + column;
                double right = left - column, below = top - row;
                var now = (_after[at] * (1 - right) + _after[at + 1] * right) * (1 - below)
                    + (_after[at + _width] * (1 - right) + _after[at + _width + 1] * right) * below;
                (_pixels[count], _seen[count], _errors[count]) = (i, now, now - _before[i]);
                count++;
            }

        return count;
    }

    (double[,] Matrix, double[] Right, double Variance) Equations(int count)
    {
        var matrix = new double[Unknowns, Unknowns];
        var right = new double[Unknowns];
        var bias = Mean(_errors, count);
        var scale = 1e-3;
        for (var i = 0; i < count; i++) scale += 2.5 * Math.Abs(_errors[i] - bias) / count; // two standard deviations of a normal distribution
        double squares = 0, weights = 0;
        Span<double> row = stackalloc double[Unknowns];
        for (var i = 0; i < count; i++)
        {
            var (steepest, error) = (_steepest[_pixels[i]], _errors[i]);
            var relative = (error - bias) / scale;
            var weight = 1 / (1 + relative * relative);
            (row[0], row[1], row[2], row[3]) = (steepest.X, steepest.Y, steepest.Z, 1);
            for (var a = 0; a < Unknowns; a++)
            {
                for (var b = 0; b < Unknowns; b++) matrix[a, b] += weight * row[a] * row[b];
                right[a] += weight * row[a] * error;
            }

            squares += weight * (error - bias) * (error - bias);
            weights += weight;
        }

        return (matrix, right, Math.Max(MinimumVariance, squares / weights));
    }

    double Correlation(int count)
    {
        double mean = Mean(_seen, count), meanBefore = mean - Mean(_errors, count), product = 0, now = 0, before = 0;
        for (var i = 0; i < count; i++)
        {
            double a = _seen[i] - mean, b = _before[_pixels[i]] - meanBefore;
            (product, now, before) = (product + a * b, now + a * a, before + b * b);
        }

        return product / Math.Sqrt(now * before);
    }

    static double Mean(double[] values, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++) sum += values[i];
        return sum / count;
    }
}
