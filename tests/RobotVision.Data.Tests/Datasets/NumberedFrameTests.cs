using RobotVision.Data.Datasets;

namespace RobotVision.Data.Tests.Datasets;

public class NumberedFrameTests
{
    [TestCase("a/half1-000120.png", "a/half1", 120)]
    [TestCase("a/000120.png", "a", 120)]
    [TestCase("a/half1_mp4-0005_jpg.rf.bff43a25544a9394641a659d51782ed8.jpg", "a/half1_mp4", 5)]
    [TestCase("a/half1_mp4-0005_jpeg.rf.ee0ca58f0d01b44488cc527f05ae77af.jpg", "a/half1_mp4", 5)]
    [TestCase("a/photo_png.rf.0123456789abcdef.png", "a/photo", null)]
    [TestCase("a/half1.rf.png", "a/half.rf", 1)]
    public void Of_Path_TellsRecordingAndNumber(string path, string recording, int? number)
    {
        var frame = NumberedFrame.Of(path);
        Assert.That((frame.Recording.TrimEnd('/'), frame.Number), Is.EqualTo((recording, (long?)number)));
    }
}
