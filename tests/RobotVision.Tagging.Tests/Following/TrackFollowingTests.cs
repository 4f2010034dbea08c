using RobotVision.Detections;
using RobotVision.Tagging.Following;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Tests.Following;

public class TrackFollowingTests
{
    const float Near = 0.02f; // parts of the image: three pixels

    /// <summary>A square that moves to the right and, from the middle on, faster than the follower can know.</summary>
    static (int X, int Y)[] Path(int count) => [.. Enumerable.Range(0, count).Select(i => (10 + 3 * i, 40 + i))];

    static TagSession Start(DrawnFrames frames, out TrackFollowing following)
    {
        var session = frames.Start();
        following = new(session);
        return session;
    }

    static void Tag(TagSession session, int frame, FrameStatus status, params TagObject[] objects) =>
        session.Save(frame, session.Read(frame).Version, objects, status, "test");

    [Test]
    public void Follow_MovingSquare_IsCarriedThroughAllFrames()
    {
        var path = Path(20);
        using var frames = new DrawnFrames(path);
        using var session = Start(frames, out var following);
        Tag(session, 0, FrameStatus.Done, new TagObject(0, DrawnFrames.BoxAt(10, 40)));
        var followed = following.Follow(0, 0, count: 100, joined: false, CancellationToken.None);
        Assert.That(followed.Message, Is.EqualTo("followed into 19 frames"));
        for (var i = 1; i < 20; i++)
        {
            var box = session.Read(i).Objects.Single().Box;
            Assert.That(box.CenterX, Is.EqualTo(DrawnFrames.BoxAt(path[i].X, path[i].Y).CenterX).Within(Near), $"frame {i}");
            Assert.That(session.Read(i).Status, Is.EqualTo(FrameStatus.Draft));
        }
    }

    [Test]
    public void Follow_Undo_TakesAllFramesBack()
    {
        using var frames = new DrawnFrames(Path(6));
        using var session = Start(frames, out var following);
        Tag(session, 0, FrameStatus.Done, new TagObject(0, DrawnFrames.BoxAt(10, 40)));
        following.Follow(0, 0, 100, joined: false, CancellationToken.None);
        session.Undo();
        Assert.That(Enumerable.Range(0, 6).Select(frames.Labels), Has.Exactly(5).Null);
    }

    [Test]
    public void Follow_Corrected_BendsTheWayBetweenBothKeys()
    {
        using var frames = new DrawnFrames(Enumerable.Repeat((50, 50), 9)); // it stands still, the person says otherwise
        using var session = Start(frames, out var following);
        Tag(session, 0, FrameStatus.Draft, new TagObject(0, DrawnFrames.BoxAt(50, 50)));
        following.Follow(0, 0, 100, joined: false, CancellationToken.None);
        var state = session.Read(8);
        session.Save(8, state.Version, [state.Objects[0] with { Box = DrawnFrames.BoxAt(66, 50), IsKey = true }], FrameStatus.Draft, "moved");
        following.Follow(8, 0, 100, joined: true, CancellationToken.None);
        Assert.That(session.Read(4).Objects.Single().Box.X1 * DrawnFrames.Width, Is.EqualTo(58).Within(1.5));
        session.Undo();
        Assert.That(session.Read(8).Objects.Single().Box.X1 * DrawnFrames.Width, Is.EqualTo(50).Within(1.5), "taken back with what followed");
    }

    [Test]
    public void Follow_FramesThatAreDone_StayAsTheyAre()
    {
        using var frames = new DrawnFrames(Path(5));
        using var session = Start(frames, out var following);
        Tag(session, 2, FrameStatus.Done, new TagObject(1, DrawnFrames.BoxAt(0, 0)));
        var before = frames.Labels(2);
        Tag(session, 0, FrameStatus.Done, new TagObject(0, DrawnFrames.BoxAt(10, 40)));
        var followed = following.Follow(0, 0, 100, joined: false, CancellationToken.None);
        Assert.That((frames.Labels(2), followed.Message), Is.EqualTo((before, "followed into 3 frames; 1 are done already and were left alone")));
    }

    [Test]
    public void Follow_ObjectGone_StopsAndSaysWhere()
    {
        using var frames = new DrawnFrames([.. Path(4), .. Enumerable.Repeat((1000, 1000), 8)]);
        using var session = Start(frames, out var following);
        Tag(session, 0, FrameStatus.Done, new TagObject(0, DrawnFrames.BoxAt(10, 40)));
        Assert.That(following.Follow(0, 0, 100, joined: false, CancellationToken.None).Message, Is.EqualTo("followed into 3 frames; lost at frame 5"));
    }

    [Test]
    public void Confirm_DraftsBefore_AreDone()
    {
        using var frames = new DrawnFrames(Path(5));
        using var session = Start(frames, out var following);
        Tag(session, 0, FrameStatus.Draft, new TagObject(0, DrawnFrames.BoxAt(10, 40)));
        following.Follow(0, 0, 100, joined: false, CancellationToken.None);
        following.Confirm(3);
        Assert.That(Enumerable.Range(0, 5).Select(i => session.Read(i).Status), Is.EqualTo(new[]
        {
            FrameStatus.Done, FrameStatus.Done, FrameStatus.Done, FrameStatus.Done, FrameStatus.Draft,
        }));
    }

    [Test]
    public void Repeat_Range_PutsTheBoxIntoFramesThatAreNotDone()
    {
        using var frames = new DrawnFrames(Path(6));
        using var session = Start(frames, out var following);
        Tag(session, 2, FrameStatus.Done);
        Tag(session, 0, FrameStatus.Done, new TagObject(2, DrawnFrames.BoxAt(10, 40)));
        var repeated = following.Repeat(0, 0, end: 4);
        Assert.That(repeated.Frames, Is.EqualTo(new[] { 1, 3, 4 }));
        Assert.That((frames.Labels(4), frames.Labels(2)), Is.EqualTo((frames.Labels(0), "")));
    }

    [Test]
    public void Between_LostOnTheWay_GoesStraight()
    {
        var between = TrackPath.Between(new(0, 0, 0.2f, 0.2f), [new Box(0.5f, 0.5f, 0.7f, 0.7f), null, null], new(0.3f, 0, 0.5f, 0.2f));
        Assert.That(between.Select(box => box.X1), Is.EqualTo(new[] { 0.1f, 0.2f }).Within(1e-5f));
    }
}
