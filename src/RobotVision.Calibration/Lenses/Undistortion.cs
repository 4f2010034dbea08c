using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Lenses;

/// <summary>Removes the lens distortion of an image.</summary>
public static class Undistortion
{
    /// <summary>The image of a camera without distortion, in which straight edges are straight; black where the lens saw nothing.</summary>
    /// <param name="image">The image of the camera.</param>
    /// <param name="camera">Its lens.</param>
    /// <param name="zoom">Focal length of the ideal camera as a fraction of the lens's; below 1 shows more of the sides.</param>
    public static BgrImage Apply(ImageView image, ICameraModel camera, double zoom = 1)
    {
        var result = new BgrImage(image.Width, image.Height);
        var intrinsics = camera.Intrinsics;
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
            {
                Vector3d ray = new((x + 0.5 - intrinsics.Cx) / (intrinsics.Fx * zoom), (y + 0.5 - intrinsics.Cy) / (intrinsics.Fy * zoom), 1);
                if (!camera.TryProject(ray, out var fromX, out var fromY)) continue;
                double left = fromX - 0.5, top = fromY - 0.5;
                if (!(left >= 0 && top >= 0 && left < image.Width - 1 && top < image.Height - 1)) continue;
                int column = (int)left, row = (int)top;
                double right = left - column, below = top - row;
                var at = row * image.Stride + column * 3;
                for (var channel = 0; channel < 3; channel++, at++)
                {
                    var upper = image.Pixels[at] * (1 - right) + image.Pixels[at + 3] * right;
                    var lower = image.Pixels[at + image.Stride] * (1 - right) + image.Pixels[at + image.Stride + 3] * right;
                    result.Pixels[(y * image.Width + x) * 3 + channel] = (byte)(upper * (1 - below) + lower * below + 0.5);
                }
            }

        return result;
    }
}
