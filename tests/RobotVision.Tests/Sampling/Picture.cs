using RobotVision.Imaging;

namespace RobotVision.Tests.Sampling;

/// <summary>Pictures for tests that need one.</summary>
static class Picture
{
    /// <summary>A picture of one shade.</summary>
    public static BgrImage Of(int width, int height, byte shade)
    {
        var image = new BgrImage(width, height);
        image.Pixels.AsSpan().Fill(shade);
        return image;
    }

    /// <summary>A picture of which every pixel is another.</summary>
    public static BgrImage Noise(int width, int height, int seed)
    {
        var image = new BgrImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    /// <summary>Writes a small picture.</summary>
    public static void Write(string path) => ImageFile.Write(path, Of(40, 30, 50).View);
}
