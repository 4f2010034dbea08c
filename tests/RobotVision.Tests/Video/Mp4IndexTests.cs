using System.Buffers.Binary;
using System.Text;
using RobotVision.Testing;
using RobotVision.Video;

namespace RobotVision.Tests.Video;

public class Mp4IndexTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    /// <summary>A box of ISO/IEC 14496-12 with nothing of meaning in it; a size of 0 in its header reaches to the end of the file.</summary>
    static byte[] Box(string type, int content, int missing = 0, bool wide = false, bool open = false)
    {
        var length = (wide ? 16 : 8) + content;
        var bytes = new byte[length - missing];
        BinaryPrimitives.WriteInt32BigEndian(bytes, wide ? 1 : open ? 0 : length);
        Encoding.ASCII.GetBytes(type, bytes.AsSpan(4));
        if (wide) BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), length);
        return bytes;
    }

    string Write(params byte[][] boxes)
    {
        File.WriteAllBytes(_folder["a.mp4"], [.. boxes.SelectMany(box => box)]);
        return _folder["a.mp4"];
    }

    [Test]
    public void IsComplete_IndexAtTheEnd_IsTrue() => Assert.That(Mp4Index.IsComplete(Write(Box("ftyp", 16), Box("mdat", 100), Box("moov", 50))), Is.True);

    [Test]
    public void IsComplete_LongSizes_AreRead() =>
        Assert.That(Mp4Index.IsComplete(Write(Box("ftyp", 16), Box("mdat", 100, wide: true), Box("moov", 50))), Is.True);

    [Test]
    public void IsComplete_LastBoxWithoutSize_ReachesToTheEnd() =>
        Assert.That(Mp4Index.IsComplete(Write(Box("ftyp", 16), Box("moov", 50), Box("mdat", 100, open: true))), Is.True);

    [Test]
    public void IsComplete_NoIndex_IsFalse() => Assert.That(Mp4Index.IsComplete(Write(Box("ftyp", 16), Box("mdat", 100))), Is.False);

    [Test]
    public void IsComplete_IndexCutShort_IsFalse() => Assert.That(Mp4Index.IsComplete(Write(Box("ftyp", 16), Box("moov", 50, missing: 1))), Is.False);

    [Test]
    public void Describe_CutShort_SaysWhereItShouldEnd() =>
        Assert.That(Mp4Index.Describe(Write(Box("ftyp", 16), Box("mdat", 1000, missing: 400))),
            Does.StartWith("an MP4 cut short: its 'mdat' part should end at byte 1032, the file at 632"));

    [Test]
    public void Describe_NoIndex_SaysThatItWasNotFinished() =>
        Assert.That(Mp4Index.Describe(Write(Box("ftyp", 16), Box("mdat", 100))), Does.Contain("without an index").And.Contain("not finished"));

    [Test]
    public void Describe_WithIndex_FindsNothingWrong() => Assert.That(Mp4Index.Describe(Write(Box("ftyp", 16), Box("moov", 100))), Is.Null);

    [Test]
    public void Describe_SizeBeyondAllFiles_SaysThatItIsCutShort() =>
        Assert.That(
            Mp4Index.Describe(Write(Box("ftyp", 16), [0, 0, 0, 1, .. "mdat"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0])),
            Does.StartWith("an MP4 cut short"));

    [Test]
    public void Describe_OtherFiles_SaysWhatTheyAre()
    {
        Assert.That(Mp4Index.Describe(Write()), Is.EqualTo("an empty file"));
        Assert.That(Mp4Index.Describe(Write("this is text"u8.ToArray())), Is.Null);
    }
}
