using RobotVision.Calibration.Boards;
using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Latency;

/// <summary>Measures the camera's rotation between consecutive images from the images alone, with sub-pixel precision in textured scenes.</summary>
/// <remarks>
/// The whole image is aligned with the next by one rotation of the lens's rays, from coarse to fine, by squared differences of grey values:
/// B. Lucas and T. Kanade (1981) in the inverse compositional form of S. Baker and I. Matthews, "Lucas-Kanade 20 years on" (2004). Moving objects and
/// the robot's own body do not fit the rotation and get little weight.
/// </remarks>
sealed class TurnMeter
{
    static readonly int[] Widths = [20, 40, 80, 160];

    readonly TurnLevel[] _levels;
    bool _hasBefore;

    /// <summary>Prepares for one lens.</summary>
    /// <param name="camera">The lens, for images of any size of its shape.</param>
    public TurnMeter(ICameraModel camera) =>
        _levels = [.. Widths.Select(width => new TurnLevel(camera.Scaled(width, Math.Max(8, (int)Math.Round((double)width * camera.Height / camera.Width)))))];

    /// <summary>Takes the next image; false for the first, and if the rotation cannot be measured.</summary>
    /// <param name="image">The image.</param>
    /// <param name="turn">Axis times angle in radians since the image before, in that one's camera frame.</param>
    public bool TryMeasure(ImageView image, out Vector3d turn)
    {
        using (var grey = new GreyImage(image))
            foreach (var level in _levels) level.Take(grey.Grey);
        turn = default;
        var (had, found) = (_hasBefore, Rotation.Identity);
        _hasBefore = true;
        if (!had) return false;
        var isClear = false;
        foreach (var level in _levels) isClear = level.TryAlign(ref found);
        turn = found.ToVector();
        return isClear;
    }
}
