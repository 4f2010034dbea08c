using RobotVision.Imaging;
using RobotVision.Tests.Sampling;

namespace RobotVision.Tests.Imaging;

public class ImageEndTests
{
    static readonly byte[] Jpeg = ImageFile.Encode(".jpg", Picture.Noise(64, 48, seed: 3).View);

    [Test]
    public void IsMissing_WholeFileOfEveryForm_IsNot([ValueSource(nameof(Endings))] string ending) =>
        Assert.That(ImageEnd.IsMissing(ImageFile.Encode(ending, Picture.Noise(64, 48, seed: 3).View), out _), Is.False);

    [TestCase(".jpg")]
    [TestCase(".png")]
    [TestCase(".webp")]
    public void IsMissing_FileCutAnywhere_IsSo(string ending)
    {
        var file = ImageFile.Encode(ending, Picture.Noise(64, 48, seed: 3).View);
        for (var length = 20; length < file.Length - (ending == ".png" ? 8 : 0); length += 7) // of PNG's end the data and checksum say nothing
            Assert.That(ImageEnd.IsMissing(file.AsSpan(0, length), out _), Is.True, $"{length} of {file.Length} bytes");
    }

    [Test]
    public void IsMissing_JpegWithBytesBehindItsEnd_IsNot() => Assert.That(ImageEnd.IsMissing([.. Jpeg, 0, 0, 0xFF, 0xD8, 1, 2], out _), Is.False);

    [Test]
    public void IsMissing_JpegFilledUpWithZeros_IsSo() =>
        Assert.That(ImageEnd.IsMissing([.. Jpeg[..(Jpeg.Length / 2)], .. new byte[Jpeg.Length / 2]], out _), Is.True);

    [Test]
    public void IsMissing_CutJpegWithAThumbnailThatHasAnEnd_IsSo()
    {
        byte[] thumbnail = [0xFF, 0xE1, 0x00, 0x08, 0xFF, 0xD8, 0xFF, 0xD9, 1, 2]; // a segment of 8 bytes with an end marker in it
        byte[] file = [.. Jpeg[..2], .. thumbnail, .. Jpeg[2..]];
        Assert.That(ImageEnd.IsMissing(file, out _), Is.False);
        Assert.That(ImageEnd.IsMissing(file.AsSpan(0, file.Length / 2), out _), Is.True);
    }

    [Test]
    public void IsMissing_JpegCutInASegment_CountsWhatIsBefore()
    {
        var table = Jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4]);
        Assert.That(ImageEnd.IsMissing(Jpeg.AsSpan(0, table + 9), out var whole), Is.True);
        Assert.That(whole, Is.EqualTo(table));
    }

    static IReadOnlyList<string> Endings => [.. ImageFile.Endings.Except([".pgm"])];
}
