using OpenCvSharp;
using RobotVision.Capture;

namespace RobotVision.Tools.Tests;

/// <summary>Small videos: a light square that moves over a green background.</summary>
static class TestVideo
{
    public const int Width = 160;
    public const int Height = 120;

    public static string Write(string path, int frames, double framesPerSecond = 30, int width = Width, int height = Height, bool noise = false)
    {
        using var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, new Size(width, height));
        Assert.That(writer.IsOpened(), Is.True, "no encoder for MPEG-4");
        for (var i = 0; i < frames; i++)
        {
            using var picture = Picture(i, width, height);
            if (noise) AddNoise(picture, i);
            writer.Write(picture);
        }

        return path;
    }

    /// <summary>Writes a video of ten minutes, so that a live run outlasts every test however busy the machine is.</summary>
    public static string WriteLong(string path, int framesPerSecond = 10, int width = Width, int height = Height) =>
        Write(path, 600 * framesPerSecond, framesPerSecond, width, height);

    public static void WriteImage(string path, int number)
    {
        using var picture = Picture(number, Width, Height);
        Assert.That(Cv2.ImWrite(path, picture), Is.True);
    }

    /// <summary>Number of readable frames of a video.</summary>
    public static int CountFrames(string path)
    {
        using var source = new VideoFileSource(path, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        var frames = 0;
        while (source.Read(frame) == ReadOutcome.Frame) frames++;
        return frames;
    }

    /// <summary>Random blocks, which compress badly.</summary>
    static void AddNoise(Mat picture, int seed)
    {
        const int side = 16;
        var random = new Random(seed);
        var (width, height) = (picture.Cols, picture.Rows);
        for (var y = 0; y + side <= height; y += side)
            for (var x = 0; x + side <= width; x += side)
            {
                using var block = picture.SubMat(new Rect(x, y, side, side));
                block.SetTo(new Scalar(random.Next(256), random.Next(256), random.Next(256)));
            }
    }

    static Mat Picture(int number, int width, int height)
    {
        var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(40, 120, 40));
        using var square = picture.SubMat(new Rect(5 + number % (width - 40), 10 + number % (height - 36), 24, 24));
        square.SetTo(new Scalar(220, 230, 240));
        return picture;
    }
}
