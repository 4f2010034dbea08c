using RobotVision.Imaging;

namespace RobotVision.Curation.Tests;

public class FrameFoldsTests
{
    [Test]
    public void Divide_EnoughRecordings_KeepsEachInOneFold()
    {
        ScannedImage[] frames = [.. Enumerable.Range(0, 12).Select(i => Frame($"/d/cam{i / 3}_{i % 3}.png", i))];
        var folds = FrameFolds.Divide(frames, 2, seed: 1);
        Assert.That(folds.Chunk(3).Select(recording => recording.Distinct().Count()), Is.All.EqualTo(1));
        Assert.That(folds.Count(fold => fold == 0), Is.EqualTo(6));
    }

    /// <summary>Frame 10 comes after 9, though not by its letters.</summary>
    [Test]
    public void Divide_OneRecording_CutsItIntoStretchesOfNeighbours()
    {
        var folds = FrameFolds.Divide([.. Enumerable.Range(0, 36).Select(i => Frame($"/d/{i}.png", i))], 3, seed: 1);
        Assert.That(Enumerable.Range(0, 3).Select(fold => folds.Count(other => other == fold)), Is.All.EqualTo(12));
        Assert.That(folds.Skip(1).Where((fold, i) => fold != folds[i]).Count(), Is.LessThan(9));
    }

    [Test]
    public void Divide_NearDuplicates_StayTogether()
    {
        var folds = FrameFolds.Divide([.. Enumerable.Range(0, 8).Select(i => Frame($"/d/{(char)('a' + i)}{i}.png", i / 2))], 2, seed: 1);
        Assert.That(folds.Where((_, i) => i % 2 == 0), Is.EqualTo(folds.Where((_, i) => i % 2 == 1)));
        Assert.That(folds, Has.Some.EqualTo(0).And.Some.EqualTo(1));
    }

    /// <summary>A camera that stands still: everything is a near duplicate of everything, and some of it has to be held out all the same.</summary>
    [Test]
    public void Divide_AllOfItAlike_StillCutsStretches()
    {
        var folds = FrameFolds.Divide([.. Enumerable.Range(0, 12).Select(i => Frame($"/d/{i}.png", 1))], 2, seed: 1);
        Assert.That(folds.Count(fold => fold == 0), Is.EqualTo(6));
        Assert.That(folds.Skip(1).Where((fold, i) => fold != folds[i]).Count(), Is.LessThan(6));
    }

    [Test]
    public void Divide_AFrameInTwoLists_IsInOneFold()
    {
        ScannedImage[] frames = [.. Enumerable.Range(0, 4).Select(i => Frame($"/d/{i}.png", i))];
        var folds = FrameFolds.Divide([.. frames, frames[0]], 2, seed: 1);
        Assert.That(folds[4], Is.EqualTo(folds[0]));
    }

    /// <summary>A frame of noise; frames of one seed are the same.</summary>
    static ScannedImage Frame(string path, int seed)
    {
        var image = new BgrImage(32, 32);
        new Random(seed).NextBytes(image.Pixels.AsSpan());
        return new(path, 32, 32, Thumbnail.Of(image.View), null);
    }
}
