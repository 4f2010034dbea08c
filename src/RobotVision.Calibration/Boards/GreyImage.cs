using OpenCvSharp;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Boards;

/// <summary>A grey-scale copy of a frame, for the detection of corners.</summary>
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
    /// Sharpness of the image around some points: the mean absolute Laplacian divided by the standard deviation of the grey values, so that it does not
    /// depend on light and contrast; about 0.1 out of focus, 0.5 and more in focus.
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
