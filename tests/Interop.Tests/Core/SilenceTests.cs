using System.Runtime.InteropServices;

namespace OpenCvSharp.Tests.Core;

/// <summary>OpenCV and FFmpeg write to the file behind descriptor 2, past Console.Error: the descriptor itself is turned away here.</summary>
public sealed partial class SilenceTests
{
    const int StandardError = 2;

    [Test]
    public void Open_BrokenVideoAndImage_WritesNothingToStandardError()
    {
        if (Environment.GetEnvironmentVariable("OPENCV_LOG_LEVEL") is not null) Assert.Ignore("OPENCV_LOG_LEVEL is set: OpenCV is meant to talk.");
        using var folder = new TemporaryFolder();
        byte[] noise = new byte[4096];
        new Random(1).NextBytes(noise);
        "\0\0\0\u0018ftypmp42"u8.CopyTo(noise);
        File.WriteAllBytes(folder.File("broken.mp4"), noise);
        string log = folder.File("stderr.txt");

        int original = Duplicate(StandardError);
        using (FileStream stream = File.Create(log))
            Assert.That(DuplicateTo((int)stream.SafeFileHandle.DangerousGetHandle(), StandardError), Is.EqualTo(StandardError));
        try
        {
            using var broken = new VideoCapture(folder.File("broken.mp4"));
            using var camera = new VideoCapture(63);
            using Mat image = Cv2.ImRead(folder.File("missing.png"));
            Assert.That(broken.IsOpened() || camera.IsOpened(), Is.False);
        }
        finally
        {
            _ = DuplicateTo(original, StandardError);
            _ = Close(original);
        }

        Assert.That(File.ReadAllText(log), Is.Empty);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
