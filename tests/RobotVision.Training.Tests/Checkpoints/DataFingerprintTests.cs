using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Checkpoints;

public class DataFingerprintTests
{
    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet() => _photos.Dispose();

    [Test]
    public void ChangeSince_NothingButTheTimes_IsNone() =>
        Assert.That(Change(() => File.SetLastWriteTimeUtc(_photos.Image(0), DateTime.UnixEpoch)), Is.Null);

    [Test]
    public void ChangeSince_CopyInAnotherFolder_IsNone()
    {
        using var copy = new PhotoSet("elsewhere");
        var set = copy.Open();
        Assert.That(DataFingerprint.Of(set).ChangeSince(DataFingerprint.Of(_photos.Open()), set), Is.Null);
    }

    [Test]
    public void ChangeSince_LabelsOfAnImage_NamesTheirFile() =>
        Assert.That(Change(() => File.WriteAllText(_photos.Labels(2), "0 0.5 0.5 0.2 0.2\n")),
            Is.EqualTo($"the labels of 1 of 4 images changed, the first in '{_photos.Labels(2)}'"));

    [Test]
    public void ChangeSince_OtherPixelsOfTheSameSize_NamesTheImage() =>
        Assert.That(Change(() => File.Copy(_photos.Image(5), _photos.Image(1), overwrite: true)),
            Is.EqualTo($"1 of 4 images changed, the first '{_photos.Image(1)}'"));

    [Test]
    public void ChangeSince_AnotherImage_SaysHowManyAndWhereTheListDiffers() =>
        Assert.That(Change(() => _photos.Add("train", 10)), Does.Contain("4 then and 5 now").And.Contain("from number 3 on").And.Contain("10.png"));

    [Test]
    public void ChangeSince_ImageTakenAway_SaysHowManyThereAre() =>
        Assert.That(Change(() => File.Delete(_photos.Image(3))), Is.EqualTo("the list of images changed: 4 then and 3 now"));

    [Test]
    public void ChangeSince_OtherMeaningOfAName_SaysWhereItStands() =>
        Assert.That(Change(() => File.WriteAllText(_photos.Yaml, File.ReadAllText(_photos.Yaml) + "map: { robot: obstacle }\n")),
            Does.Contain("what its classes mean changed").And.Contain("map"));

    [Test]
    public void ChangeSince_OtherScenes_SaysSo()
    {
        var (before, now) = (new DataSource { Synthetic = new() { Count = 1, Width = 32, Height = 32 } }.Open().Dataset,
            new DataSource { Synthetic = new() { Seed = 2, Count = 1, Width = 32, Height = 32 } }.Open().Dataset);
        Assert.That(DataFingerprint.Of(now).ChangeSince(DataFingerprint.Of(before), now), Is.EqualTo("the rendering options changed"));
    }

    [Test]
    public void ChangeSince_ImageThatALimitLeavesOut_IsNone()
    {
        DataSource some = new() { Yaml = _photos.Yaml, Limit = 2 };
        var before = DataFingerprint.Of(some.Open(1).Dataset);
        var taken = Enumerable.Range(0, 2).Select(i => some.Open(1).Dataset.FilesOf(i)!.Value.Image).ToArray();
        var left = Enumerable.Range(0, 4).First(i => !taken.Contains(_photos.Image(i)));
        File.WriteAllText(_photos.Labels(left), "");
        Assert.That(DataFingerprint.Of(some.Open(1).Dataset).ChangeSince(before, some.Open(1).Dataset), Is.Null);
    }

    [Test]
    public void SharedWith_CopiesUnderOtherNames_CountsThem()
    {
        File.Copy(_photos.Image(2), _photos.Image(4), overwrite: true);
        Assert.That(DataFingerprint.Of(_photos.Open("val")).SharedWith([DataFingerprint.Of(_photos.Open())]), Is.EqualTo(1));
    }

    string? Change(Action change)
    {
        var before = DataFingerprint.Of(_photos.Open());
        change();
        var now = _photos.Open();
        return DataFingerprint.Of(now).ChangeSince(before, now);
    }
}
