using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Pages;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Pages;

public class FrameMarksTests
{
    static readonly Box Here = new(10, 10, 30, 30), There = new(100, 100, 130, 130), Far = new(300, 200, 320, 220);

    [Test]
    public void Of_HitMissFalseAlarmAndIgnored_GivesTheKindOfEach()
    {
        var frame = TestFrames.Of(0,
            [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There), new(ObjectClass.Robot, Far, Ignore: true)],
            [new(ObjectClass.Ball, 0.9f, Here), new(ObjectClass.Ball, 0.8f, Far), new(ObjectClass.Robot, 0.7f, Far), new(ObjectClass.Ball, 0.1f, There)]);

        var marks = FrameMarks.Of(frame, TestFrames.Half);

        Assert.That(marks.Select(mark => (mark.Kind, mark.Class, mark.Box)), Is.EquivalentTo(new[]
        {
            (MarkKind.Found, ObjectClass.Ball, Here), (MarkKind.FalseAlarm, ObjectClass.Ball, Far), (MarkKind.Found, ObjectClass.Robot, Far),
            (MarkKind.Labelled, ObjectClass.Ball, Here), (MarkKind.Missed, ObjectClass.Ball, There), (MarkKind.Ignored, ObjectClass.Robot, Far),
        }));
    }

    [Test]
    public void Of_ClassNotLabelled_IsNoFalseAlarm()
    {
        var frame = TestFrames.Of(0, [], [new(ObjectClass.LineL, 0.9f, Here)], ClassSet.Of(ObjectClass.Ball));

        Assert.That(FrameMarks.Of(frame, TestFrames.Half).Single().Kind, Is.EqualTo(MarkKind.Found));
    }

    [Test]
    public void Of_Detection_KeepsItsDetails()
    {
        var found = new RobotVision.Detections.Detection(ObjectClass.Ball, 0.9f, Here) { Ground = new(3, 4, 1, 0, 1), Track = 7 };

        var mark = FrameMarks.Of(TestFrames.Of(0, [], [found]), TestFrames.Half).Single();

        Assert.That((mark.Kind, mark.Confidence, mark.Metres, mark.Track), Is.EqualTo((MarkKind.FalseAlarm, (float?)0.9f, (double?)5, (int?)7)));
    }

    [Test]
    public void Of_Labels_AreDrawnInColourAndIgnoredOnesInGrey()
    {
        var marks = LabelMarks.Of([new(ObjectClass.Ball, Here), new(ObjectClass.Ball, There, Ignore: true)], ClassNames.BuiltIn);
        Assert.That(marks.Select(mark => mark.Kind), Is.EqualTo(new[] { MarkKind.Found, MarkKind.Ignored }));
    }
}
