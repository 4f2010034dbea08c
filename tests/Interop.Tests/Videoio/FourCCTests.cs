namespace OpenCvSharp.Tests.Videoio;

public sealed class FourCCTests
{
    [Test]
    public void FromString_Mjpg_HasTheFirstCharacterInTheLowestByte()
    {
        Assert.That((int)FourCC.FromString("MJPG"), Is.EqualTo(0x47504A4D));
        Assert.That(VideoWriter.FourCC('M', 'J', 'P', 'G'), Is.EqualTo(0x47504A4D));
        Assert.That(new FourCC(0x47504A4D).ToString(), Is.EqualTo("MJPG"));
    }

    [Test]
    public void FromString_ThreeCharacters_Throws() => Assert.That(() => FourCC.FromString("MJP"), Throws.ArgumentException);
}
