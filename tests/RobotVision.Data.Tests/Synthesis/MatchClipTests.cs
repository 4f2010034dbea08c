using RobotVision.Data.Synthesis.Match;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Synthesis;

[TestFixture]
public class MatchClipTests
{
    static MatchClip Clip() => new(new() { Seed = 2, Count = 120, Width = 160, Height = 120 });

    [Test]
    public void Render_SameFrameInAnotherOrder_GivesTheSameBytes()
    {
        MatchClip first = Clip(), second = Clip();
        first.Render(3);
        Assert.That(second.Render(40).Image.Pixels, Is.EqualTo(first.Render(40).Image.Pixels));
    }

    [Test]
    public void Render_SeveralFrames_LabelsTheBallAtItsProjection()
    {
        var clip = Clip();
        var seen = 0;
        for (var frame = 0; frame < clip.Count; frame += 10)
        {
            if (!clip.Camera.TryProject(clip.PoseAt(frame).ToCamera(clip.BallAt(frame)), out var x, out var y)) continue;
            foreach (var label in clip.Render(frame).Labels)
                if (label.Class == ObjectClass.Ball && label.Box.X1 > 0 && label.Box.X2 < 160 && label.Box.Y2 < 120)
                {
                    seen++;
                    Assert.That(label.Box.CenterX, Is.EqualTo(x).Within(0.7), $"frame {frame}");
                    Assert.That(label.Box.CenterY, Is.EqualTo(y).Within(0.7), $"frame {frame}");
                }
        }
        Assert.That(seen, Is.GreaterThan(4));
    }

    [Test]
    public void BallAt_NextFrame_HasMovedLittle()
    {
        var clip = Clip();
        for (var frame = 1; frame < clip.Count; frame++)
            Assert.That((clip.BallAt(frame) - clip.BallAt(frame - 1)).Length, Is.LessThan(0.08));
    }

    [Test]
    public void Render_BeyondTheEnd_Throws() =>
        Assert.That(() => Clip().Render(120), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
