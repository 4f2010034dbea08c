namespace OpenCvSharp.Tests.Videoio;

/// <summary>A short video of plain frames.</summary>
static class VideoFile
{
    public const int Frames = 10;
    public static readonly Size Size = new(64, 48);

    /// <summary>Every frame has blue 20, green 20 + 20 * its number, red 200.</summary>
    public static Scalar Color(int frame) => new(20, 20 + 20 * frame, 200);

    public static void Write(string path, string codec)
    {
        using var writer = new VideoWriter(path, FourCC.FromString(codec), 25, Size);
        Assert.That(writer.IsOpened(), Is.True, $"no encoder for {codec}");
        using var frame = new Mat(Size, MatType.CV_8UC3);
        for (int i = 0; i < Frames; i++)
        {
            frame.SetTo(Color(i));
            writer.Write(frame);
        }
    }
}
