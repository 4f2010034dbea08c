using OpenCvSharp;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Boards;

/// <summary>A frame in shades of grey, as corners are looked for in.</summary>
public sealed class GreyImage : IDisposable
{
    /// <summary>Copies a frame.</summary>
    public unsafe GreyImage(ImageView image)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var color = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Stride);
            Grey = new Mat();
            Cv2.CvtColor(color, Grey, ColorConversionCodes.BGR2GRAY);
        }
    }

    internal Mat Grey { get; }

    /// <summary>Frees the pixels.</summary>
    public void Dispose() => Grey.Dispose();

    /// <summary>
    /// How sharp the part of the image about some points is: the mean absolute Laplacian over the deviation of the grey values there, so
    /// that light and contrast do not count; about 0.1 out of focus, 0.5 and more in focus.
    /// </summary>
    internal unsafe double Sharpness(IReadOnlyList<Point2f> points)
    {
        int left = Math.Max(1, (int)points.Min(p => p.X)), right = Math.Min(Grey.Cols - 2, (int)points.Max(p => p.X));
        int top = Math.Max(1, (int)points.Min(p => p.Y)), bottom = Math.Min(Grey.Rows - 2, (int)points.Max(p => p.Y));
        double sum = 0, squares = 0, edges = 0;
        var step = Grey.Step();
        for (var y = top; y <= bottom; y++)
        {
            var row = (byte*)Grey.Data + y * step;
            for (var x = left; x <= right; x++)
            {
                double value = row[x];
                sum += value;
                squares += value * value;
                edges += Math.Abs(4 * value - row[x - 1] - row[x + 1] - row[x - step] - row[x + step]);
            }
        }

        double count = Math.Max(1, (bottom - top + 1) * (right - left + 1));
        var deviation = Math.Sqrt(Math.Max(1, squares / count - sum / count * (sum / count)));
        return edges / count / deviation;
    }
}
