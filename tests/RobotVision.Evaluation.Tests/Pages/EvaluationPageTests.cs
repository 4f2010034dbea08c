using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Pages;
using RobotVision.Evaluation.Scores;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Pages;

public class EvaluationPageTests
{
    static readonly Box Here = new(10, 10, 30, 30);

    /// <summary>A post that is found high above the rough box about its foot, and stands four pixels beside its middle.</summary>
    static readonly FrameResult Post =
        TestFrames.Of(0, [new(ObjectClass.Goalpost, new(90, 190, 110, 210))], [new(ObjectClass.Goalpost, 0.9f, new(99, 20, 109, 200))]) with
        {
            Feet = ClassSet.Of(ObjectClass.Goalpost),
        };

    [Test]
    public void Make_ClassesJudgedByTheirFoot_StatesTheirRule()
    {
        var only = Page(Post with { Labelled = ClassSet.Of(ObjectClass.Goalpost) });
        Assert.That(only, Does.Contain("A hit: the middle of the detection's lower edge").And.Not.Contain("A hit: the centre"));
        var some = Page(Post, TestFrames.Of(1, [new(ObjectClass.Ball, Here)], [new(ObjectClass.Ball, 0.9f, Here)]));
        Assert.That(some, Does.Contain("A hit: the centre").And.Contain("of goalpost, whose labels say where objects stand: the middle"));
        Assert.That(some, Does.Contain("points have none, nor has goalpost"));
        Assert.That(Page(TestFrames.Of(1, [new(ObjectClass.Ball, Here)], [])), Does.Not.Contain("where objects stand").And.Contain("points have none."));
    }

    [Test]
    public void CentreError_OfAFoot_IsThatOfTheLowerEdge() =>
        Assert.That(CenterError.Of([new FrameMatch(Post, ObjectClass.Goalpost)], 0.5f)!.Median, Is.EqualTo(4).Within(1e-6));

    /// <summary>A robot on the foot of a missed post is a confusion, by the rule of the post.</summary>
    [Test]
    public void Confusion_OfAFoot_IsJudgedByTheFoot()
    {
        var frame = Post with { Detections = [new(ObjectClass.Robot, 0.9f, new(95, 20, 105, 200))] };
        var counts = ConfusionMatrix.Of([frame], TestFrames.Half).Counts;
        Assert.That(counts[(int)ObjectClass.Goalpost][(int)ObjectClass.Robot], Is.EqualTo(1));
        counts = ConfusionMatrix.Of([frame with { Feet = default }], TestFrames.Half).Counts;
        Assert.That(counts[(int)ObjectClass.Goalpost][(int)ObjectClass.Robot], Is.Zero);
    }

    [Test]
    public void Make_Presence_SaysNothingOfPlaces()
    {
        var page = Page(TestFrames.Presence(true, 0.9f), TestFrames.Presence(false, 0.2f));
        Assert.That(page, Does.Contain("AP, ball").And.Contain("balanced").And.Not.Contain("AP (centre)"));
    }

    /// <summary>A page is 1120 pixels wide inside, and its pictures are 16 apart.</summary>
    [Test]
    public void DrawLabels_OfAWholeFrame_LeavesRoomForTwoSideBySide() =>
        Assert.That(FramePicture.DrawLabels(new(640, 480), [], ClassNames.BuiltIn).Width, Is.InRange(500, (1120 - 16) / 2));

    static string Page(params FrameResult[] frames) => System.Net.WebUtility.HtmlDecode(
        EvaluationPage.Make(ModelEvaluation.Of(PredictionSet.Of("a.onnx", "set", 0, TestFrames.Half, frames)), null, TestFrames.Half).ToHtml());
}
