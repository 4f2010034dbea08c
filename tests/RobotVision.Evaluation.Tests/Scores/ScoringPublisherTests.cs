using RobotVision.Capture;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.Scores;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Scores;

public class ScoringPublisherTests
{
    const int Frames = 3;

    [TestCase("""{"frame":0,"balls":[]},{"frame":1,"balls":[]},{"frame":2,"balls":[]}""", null)]
    [TestCase("""{"frame":0,"balls":[]},{"frame":2,"balls":[]},{"frame":9,"balls":[]}""", "1 of 3 labelled frames, the first number 9, are not among the 3")]
    [TestCase("""{"frame":7,"balls":[]},{"frame":8,"balls":[]},{"frame":9,"balls":[]}""", "0 of 3 labelled frames or images are among the 3")]
    [TestCase("", "found none: nothing can be scored")]
    [TestCase("""{"frame":0,"balls":null}""", "found none: nothing can be scored")]
    public void Warnings_OfLabelsThatAreNotScored_TellThem(string labels, string? warning)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.json", $$"""{"width":64,"height":48,"class":"ball","frames":[{{labels}}]}""");
        using var publisher = new ScoringPublisher(FrameLabels.Load(file));
        for (var number = 0; number < Frames; number++)
        {
            var frame = Frame.OfNoPool();
            frame.Resize(64, 48);
            (frame.Number, frame.Source) = (number, "a.mp4");
            publisher.Publish(new Observation(frame, views: 1, outputLength: 1));
        }

        Assert.That(publisher.Warnings, warning is null ? Is.Empty : Has.One.Contains(warning).And.Exactly(1).Items);
    }
}
