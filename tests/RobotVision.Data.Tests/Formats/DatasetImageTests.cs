using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class DatasetImageTests
{
    static readonly byte[] Jpeg = MakeJpeg();

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_WholeJpeg_HasNoDamage() => Assert.That(Damage(Jpeg), Is.Null);

    [Test]
    public void Read_BytesBehindTheEnd_AreNoDamage() => Assert.That(Damage([.. Jpeg, 1, 2, 3]), Is.Null);

    [Test]
    public void Read_CutJpeg_SaysSo() => Assert.That(Damage(Jpeg[..(Jpeg.Length * 55 / 100)]), Does.Contain("cut off"));

    [Test]
    public void Read_CutJpegThatWasGivenAnEnd_IsCorrupt() =>
        Assert.That(Damage([.. Jpeg[..(Jpeg.Length * 55 / 100)], 0xFF, 0xD9]), Does.Contain("corrupt (premature end of data segment)"));

    [Test]
    public void Read_ZerosInTheMiddle_AreCorrupt()
    {
        var file = Jpeg.ToArray();
        file.AsSpan(file.Length / 2, 100).Clear();
        Assert.That(Damage(file), Does.Contain("corrupt"));
    }

    [Test]
    public void Load_DamagedImages_AreToldOnceEachAndCounted()
    {
        foreach (var (name, bytes) in new[] { ("a", Jpeg[..^2]), ("b", Jpeg), ("c", Jpeg[..^9]) })
        {
            _folder.Write($"images/{name}.jpg", bytes);
            _folder.Write($"labels/{name}.txt", "");
        }

        var told = new List<string>();
        var notes = new DatasetNotes(told.Add);
        var dataset = new ImageDataset(DataYaml.Load(_folder.Write("data.yaml", "train: images\nnames: [ball]\n"), notes), "train");
        for (var pass = 0; pass < 2; pass++)
            for (var i = 0; i < dataset.Count; i++) dataset.Load(i);
        notes.TellDamaged();
        Assert.That(told, Has.Count.EqualTo(3).And.One.Contains("a.jpg").And.One.Contains("c.jpg"));
        Assert.That(told[^1], Does.Contain(": 2;"));
    }

    string? Damage(byte[] file)
    {
        DatasetImage.Read(_folder.Write("x.jpg", file), out var damage);
        return damage;
    }

    static byte[] MakeJpeg()
    {
        var image = new BgrImage(96, 64);
        new Random(4).NextBytes(image.Pixels);
        return ImageFile.Encode(".jpg", image.View);
    }
}
