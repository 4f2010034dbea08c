using OpenCvSharp;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Training.SelfTraining;

namespace RobotVision.Training.Tests.SelfTraining;

public class UnlabelledFramesTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string Output => Path.Combine(_folder.Path, "out");

    [Test]
    public void Extract_FolderOfPictures_LeavesOutThoseThatAreAlike()
    {
        for (var i = 0; i < 4; i++) WriteStripes($"photos/{i}.png", i / 2); // 0 like 1, 2 like 3
        var frames = Extract("photos");
        Assert.That(frames.Select(frame => Path.GetFileName(frame.Image)), Is.EqualTo(new[] { "1-photos-000000-frame.jpg", "1-photos-000002-frame.jpg" }));
        Assert.That(frames.Select(frame => (frame.Before, frame.After)), Is.All.EqualTo(((string?)null, (string?)null)), "pictures have no times");
        Assert.That(frames.Select(frame => File.Exists(frame.Image)), Is.All.True);
    }

    [Test]
    public void Extract_Again_ReadsWhatIsThereUnlessTheRecordingsAreOthers()
    {
        WriteStripes("photos/0.png", 0);
        WriteStripes("more/0.png", 1);
        var image = Extract("photos").Single().Image;
        var written = File.GetLastWriteTimeUtc(image);
        Assert.That(File.GetLastWriteTimeUtc(Extract("photos").Single().Image), Is.EqualTo(written));
        Assert.That(Extract("photos", "more"), Has.Count.EqualTo(2));
    }

    [Test]
    public void Extract_Video_TakesThePicturesATenthOfASecondBeforeAndAfter()
    {
        using (var writer = new VideoWriter(Path.Combine(_folder.Path, "clip.mp4"), VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 20, new(64, 48)))
            for (var i = 0; i < 60; i++)
            {
                using var picture = Mat.FromPixelData(48, 64, MatType.CV_8UC3, Stripes(i / 10).Pixels); // another picture every half second
                writer.Write(picture);
            }

        var frames = Extract("clip.mp4");
        Assert.That(frames, Has.Count.GreaterThanOrEqualTo(4));
        foreach (var frame in frames.Skip(1).SkipLast(1))
            Assert.That((Number(frame.Image) - Number(frame.Before!), Number(frame.After!) - Number(frame.Image)), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Extract_NoSuchRecording_IsAnError() =>
        Assert.That(() => Extract("nothing"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("nothing"));

    static int Number(string path) => int.Parse(Path.GetFileName(path).Split('-')[^2], System.Globalization.CultureInfo.InvariantCulture);

    IReadOnlyList<UnlabelledFrame> Extract(params string[] recordings) =>
        UnlabelledFrames.Extract([.. recordings.Select(name => Path.Combine(_folder.Path, name))], Output, null, CancellationToken.None);

    void WriteStripes(string name, int number)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageFile.Write(path, Stripes(number).View);
    }

    /// <summary>Stripes whose number and direction depend on the number.</summary>
    static BgrImage Stripes(int number)
    {
        var image = new BgrImage(64, 48);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (row, column) = Math.DivRem(i / 3, image.Width);
            image.Pixels[i] = (byte)((number % 2 == 0 ? row : column) / (4 + 3 * number) % 2 * 255);
        }

        return image;
    }
}
