namespace RobotVision.Curation.Tests;

public class RecordingSplitTests
{
    [Test]
    public void Divide_Recordings_StayWholeAndSimilarOnesTogether()
    {
        using var set = new DrawnSet();
        for (var recording = 0; recording < 8; recording++)
            for (var frame = 0; frame < 3; frame++) set.Add("train", $"r{(char)('a' + recording)}_{frame}", seed: recording, frame);
        for (var frame = 0; frame < 2; frame++) set.Add("train", $"again_{frame}", seed: 3, frame);
        var images = set.Scan().Images.ToArray();
        var lists = RecordingSplit.Divide(images, RecordingNames.By("prefix"), [0.7, 0.3], NearDuplicates.DefaultDistance, seed: 1);
        var names = lists.Select(list => list.Images.Select(image => Path.GetFileName(image.Path)).ToArray()).ToArray();
        Assert.That(names.Sum(list => list.Length), Is.EqualTo(26));
        Assert.That(names[1], Has.Length.InRange(6, 9));
        foreach (var list in names)
        {
            foreach (var recording in list.GroupBy(name => name.Split('_')[0]))
                Assert.That(recording.Count(), Is.EqualTo(recording.Key == "again" ? 2 : 3), recording.Key);
            Assert.That(list.Contains("rd_0.png"), Is.EqualTo(list.Contains("again_0.png")));
        }
    }

    [Test]
    public void Divide_ByImage_KeepsNearDuplicatesTogetherAndDividesTheRest()
    {
        using var set = new DrawnSet();
        for (var i = 0; i < 10; i++) set.Add("train", $"{i:00000}", seed: i / 2, frame: i % 2);
        var images = set.Scan().Images.ToArray();
        var byPrefix = RecordingSplit.Divide(images, RecordingNames.By("prefix"), [0.8, 0.2], NearDuplicates.DefaultDistance, seed: 1);
        Assert.That(byPrefix[1].Images, Is.Empty, "all one recording");
        var lists = RecordingSplit.Divide(images, RecordingNames.By("image"), [0.8, 0.2], NearDuplicates.DefaultDistance, seed: 1);
        Assert.That(lists.Select(list => list.Images.Count), Is.EqualTo(new[] { 8, 2 }));
        Assert.That(lists[1].Images.Select(image => int.Parse(Path.GetFileNameWithoutExtension(image.Path), null) / 2).Distinct(), Has.One.Items);
    }

    [TestCase("image", "/d/cam0_12.png", "/d/cam0_13.png", false)]
    [TestCase("prefix", "/d/cam0_12.png", "/d/cam0_13.png", true)]
    [TestCase("prefix", "/d/cam0_12.png", "/d/cam1_12.png", false)]
    [TestCase("prefix", "/d/12_left.png", "/d/13_left.png", true)]
    [TestCase("prefix", "/d/12_left.png", "/d/12_right.png", false)]
    [TestCase("folder", "/d/a/1.png", "/d/b/1.png", false)]
    [TestCase(@"/(\d{8})_", "/d/20190606_r2_cam0.png", "/d/20190606_r3_cam1.png", true)]
    public void By_Rule_DistinguishesRecordings(string rule, string first, string second, bool same)
    {
        var names = RecordingNames.By(rule);
        Assert.That(names.Of(first) == names.Of(second), Is.EqualTo(same));
    }

    [Test]
    public void Of_ExpressionThatTimesOut_IsNamedWithThePath()
    {
        const string Rule = @"(\w+[/_.]?)+:";
        var path = "/d/" + new string('a', 60) + ".png";
        Assert.That(() => RecordingNames.By(Rule).Of(path), Throws.TypeOf<OptionException>().With.Message.Contains(Rule).And.Message.Contains(path));
    }
}
