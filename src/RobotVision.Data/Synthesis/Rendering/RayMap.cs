using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>The viewing ray of every point of the image, in the field frame.</summary>
/// <remarks>
/// The camera model is evaluated at every fourth pixel and interpolated between: the error is below a hundredth of a pixel for the
/// lenses drawn here, at a sixteenth of the cost.
/// </remarks>
sealed class RayMap
{
    /// <summary>Pixels between two nodes at which the camera model is evaluated.</summary>
    public const int Spacing = 4;

    static readonly (float Sine, float Cosine) Slack = MathF.SinCos(0.002f), DarkSlack = MathF.SinCos(0.1f);

    readonly ICameraModel _camera;
    readonly CameraPose _pose;
    readonly Vector3[] _nodes;
    readonly bool[] _valid;
    readonly int _columns;

    /// <summary>Evaluates the camera model at the nodes.</summary>
    public RayMap(ICameraModel camera, CameraPose pose)
    {
        (_camera, _pose) = (camera, pose);
        _columns = (camera.Width + Spacing - 1) / Spacing + 1;
        var rows = (camera.Height + Spacing - 1) / Spacing + 1;
        _nodes = new Vector3[_columns * rows];
        _valid = new bool[_columns * rows];
        for (var j = 0; j < rows; j++)
            for (var i = 0; i < _columns; i++)
            {
                _valid[j * _columns + i] = TryExact(i * Spacing, j * Spacing, out _nodes[j * _columns + i]);
            }
    }

    /// <summary>The ray through a point of the image (pixels), of length 1 to within 0.001; false outside the lens's image circle.</summary>
    public bool TryRay(float x, float y, out Vector3 ray)
    {
        float gridX = x / Spacing, gridY = y / Spacing;
        int i = (int)gridX, j = (int)gridY, n = j * _columns + i;
        float u = gridX - i, v = gridY - j;
        var upper = _nodes[n] + (_nodes[n + 1] - _nodes[n]) * u;
        var lower = _nodes[n + _columns] + (_nodes[n + _columns + 1] - _nodes[n + _columns]) * u;
        ray = upper + (lower - upper) * v;
        var valid = _valid[n] & _valid[n + 1] & _valid[n + _columns] & _valid[n + _columns + 1];
        if (valid) return true;
        // At the rim of the image circle some nodes are invalid and interpolation is impossible.
        return (_valid[n] | _valid[n + 1] | _valid[n + _columns] | _valid[n + _columns + 1]) && TryExact(x, y, out ray);
    }

    bool TryExact(float x, float y, out Vector3 ray)
    {
        var lit = _camera.TryUnproject(x, y, out var inCamera);
        var direction = _pose.DirectionFromCamera(inCamera);
        ray = new((float)direction.X, (float)direction.Y, (float)direction.Z);
        return lit;
    }

    /// <summary>A narrow cone around all rays of a rectangle of the image; false outside the lens's image circle.</summary>
    /// <param name="left">The first column, a multiple of <see cref="Spacing"/>.</param>
    /// <param name="top">The first row, a multiple of <see cref="Spacing"/>.</param>
    /// <param name="right">The column after the last.</param>
    /// <param name="bottom">The row after the last.</param>
    /// <param name="axis">The cone's axis, length 1.</param>
    /// <param name="cosine">The cosine of the half angle.</param>
    /// <param name="sine">The sine of the half angle.</param>
    public bool TryCone(int left, int top, int right, int bottom, out Vector3 axis, out float cosine, out float sine)
    {
        (axis, cosine, sine) = (Vector3.Zero, 1, 0);
        int i1 = (right + Spacing - 1) / Spacing, j1 = (bottom + Spacing - 1) / Spacing;
        for (var j = top / Spacing; j <= j1; j++)
            for (var i = left / Spacing; i <= i1; i++)
                if (_valid[j * _columns + i]) axis += _nodes[j * _columns + i];
        if (axis == Vector3.Zero) return false;
        axis = Vector3.Normalize(axis);
        var (least, dark) = (1f, false);
        for (var j = top / Spacing; j <= j1; j++)
            for (var i = left / Spacing; i <= i1; i++)
                if (_valid[j * _columns + i]) least = MathF.Min(least, Vector3.Dot(axis, _nodes[j * _columns + i]));
                else dark = true;
        // Rays at the rim of the image circle may lie up to one node beyond the outermost valid node.
        var (slackSine, slackCosine) = dark ? DarkSlack : Slack;
        var width = MathF.Sqrt(MathF.Max(0, 1 - least * least));
        (cosine, sine) = (least * slackCosine - width * slackSine, width * slackCosine + least * slackSine);
        return true;
    }
}
