using RobotVision.Data.Synthesis.Match;
using RobotVision.Placing;

namespace RobotVision.Data.Tests.Synthesis;

public class MatchClipSourceTests
{
    [Test]
    public void BallIn_RenderedFrame_IsWhereTheTruePoseProjectsTheBall()
    {
        var clip = new MatchClip(new() { Seed = 3, Count = 2, Width = 320, Height = 240 });
        using var source = new MatchClipSource(clip, TimeProvider.System);
        using var frame = new RobotVision.Capture.FramePool(1).Rent(CancellationToken.None);
        source.Read(frame);
        var label = source.BallIn(0);
        Assert.That(label, Is.Not.Null);
        Assert.That(BallOutline.TryBox(clip.Camera, clip.PoseAt(0).ToCamera(clip.BallAt(0)), clip.BallAt(0).Z, out var box), Is.True);
        // The renderer's boxes have integer edges.
        float[] found = [label!.Value.X1, label.Value.Y1, label.Value.X2, label.Value.Y2];
        Assert.That(found, Is.EqualTo(new[] { box.X1, box.Y1, box.X2, box.Y2 }).Within(1.5f));
    }
}
