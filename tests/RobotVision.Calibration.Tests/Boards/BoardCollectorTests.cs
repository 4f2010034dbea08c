using RobotVision.Calibration.Boards;
using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Tests.Boards;

[TestFixture]
public class BoardCollectorTests
{
    string _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("robotvision-test-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    void Write(string name, BgrImage image) => ImageFile.Write(Path.Combine(_folder, name), image.View);

    BoardCollector Collect()
    {
        var collector = new BoardCollector(new ChessboardFinder(BoardScene.Pattern, window: 5));
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        collector.Collect(source, _ => { }, CancellationToken.None);
        return collector;
    }

    static BgrImage Blurred(BgrImage image)
    {
        var result = new BgrImage(image.Width, image.Height);
        const int reach = 4;
        for (var y = reach; y < image.Height - reach; y++)
            for (var x = reach; x < image.Width - reach; x++)
            {
                var sum = 0;
                for (var d = -reach; d <= reach; d++) sum += image.Pixels[(y * image.Width + x + d) * 3] + image.Pixels[((y + d) * image.Width + x) * 3];
                result.Pixels.AsSpan((y * image.Width + x) * 3, 3).Fill((byte)(sum / (4 * reach + 2)));
            }

        return result;
    }

    [Test]
    public void Finish_SquaresCountedInsteadOfCorners_NamesTheCountThatIsSeen()
    {
        Write("a.png", BoardScene.Render(BoardScene.Pinhole, BoardScene.Placements(BoardScene.Pinhole, 1, 11)[0]));
        using var finder = new ChessboardFinder(new(10, 7, 0.025));
        var collector = new BoardCollector(finder);
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        collector.Collect(source, _ => { }, CancellationToken.None);
        Assert.That(collector.Finish, Throws.InstanceOf<InvalidDataException>().With.Message.Contains(
            "9x6 inner corners (10x7 squares) is in 'a.png': try --pattern 9x6"));
    }

    [Test]
    public void Look_WhileSomebodyWatches_SaysAtOnceWhatBecomesOfAView()
    {
        var pictures = BoardScene.Placements(BoardScene.Pinhole, 5, 11).Select(placement => BoardScene.Render(BoardScene.Pinhole, placement)).ToArray();
        var collector = new BoardCollector(new ChessboardFinder(BoardScene.Pattern, window: 5)) { RefusesBlurred = true };
        string? Refusal(string name, BgrImage picture) => collector.Look(name, picture.View, null).Refusal;
        for (var i = 0; i < 4; i++) Assert.That(Refusal($"view {i}", pictures[i]), Is.Null);
        Assert.That(Refusal("again", pictures[1]), Is.EqualTo("again: like view 1, which is as sharp"));
        Assert.That(Refusal("blurred", Blurred(pictures[4])), Does.StartWith("blurred: blurred (sharpness").And.EndWith("hold the board still"));
        Assert.That(collector.Look("empty", new BgrImage(640, 480).View, null), Is.EqualTo(new BoardLook(null, null)));
        Assert.That(Refusal("sharp", pictures[4]), Is.Null);
        Assert.That(collector.Views.Select(view => view.Name), Is.EqualTo(new[] { "view 0", "view 1", "view 2", "view 3", "sharp" }));
    }

    [Test]
    public void Collect_AlikeBlurredAndEmptyPhotos_AreLeftOutWithTheReason()
    {
        var placements = BoardScene.Placements(BoardScene.Pinhole, 5, 11);
        var pictures = placements.Select(placement => BoardScene.Render(BoardScene.Pinhole, placement)).ToArray();
        for (var i = 0; i < 4; i++) Write($"a{i}.png", pictures[i]);
        Write("again.png", pictures[0]);
        Write("blurred.png", Blurred(pictures[4]));
        Write("empty.png", new BgrImage(640, 480));

        var collector = Collect();
        var views = collector.Finish();

        Assert.That(views.Select(view => view.Name), Is.EquivalentTo(new[] { "a0.png", "a1.png", "a2.png", "a3.png" }), string.Join("; ", collector.LeftOut));
        Assert.That(collector.LeftOut, Has.Some.StartsWith("again.png: like a0.png"));
        Assert.That(collector.LeftOut, Has.Some.StartsWith("blurred.png: blurred"));
        Assert.That(collector.LeftOut, Has.Some.StartsWith("empty.png: the board was not found"));
        Assert.That(collector.Sample, Is.Not.Null);
    }

    [Test]
    public void Collect_PhotosOfDifferentSizes_AreRejectedByName()
    {
        Write("a.png", new BgrImage(640, 480));
        Write("b.png", new BgrImage(480, 640));
        Assert.That(Collect, Throws.TypeOf<InvalidDataException>().With.Message.Contains("'b.png': expected 640x480 pixels as 'a.png', found 480x640"));
    }

    [Test]
    public void Finish_NoBoardAnywhere_SaysWhatToCount()
    {
        Write("a.png", new BgrImage(640, 480));
        var collector = Collect();
        Assert.That(collector.Finish,
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("9x6 inner corners (10x7 squares)").And.Message.Contains("in none"));
    }
}
