using RobotVision.Detections;
using RobotVision.Tracking;

namespace RobotVision.Tests.Tracking;

public class TrackerTests
{
    const double Seconds = 1 / 30.0;
    const double Variance = 0.0009; // 3 cm

    static readonly MotionModel[] Motions = [.. Enumerable.Range(0, ObjectClasses.Count).Select(c => MotionModel.OnGround((ObjectClass)c, hasOdometry: true))];

    readonly int[] _ids = new int[Tracker.Capacity];
    Random _random = null!;
    Tracker _tracker = null!;

    /// <summary>The same noise in every test, whichever ran before.</summary>
    [SetUp]
    public void MakeTracker() => (_random, _tracker) = (new Random(7), new Tracker());

    double Noise() => Math.Sqrt(-2 * Variance * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    Sighting See(double x, double y, ObjectClass objectClass = ObjectClass.Ball) =>
        new(objectClass, 0.8f, new(x + Noise(), y + Noise(), Variance, 0, Variance));

    int[] Step(double visibility, params Sighting[] sightings)
    {
        _tracker.Predict(Seconds, Motions);
        foreach (var track in _tracker.Tracks) track.Visibility = visibility;
        _tracker.Update(sightings, _ids);
        return _ids[..sightings.Length];
    }

    [Test]
    public void Update_SeenAgainAndAgain_IsConfirmedAfterATenthOfASecond()
    {
        var ids = Enumerable.Range(0, 8).Select(_ => Step(1, See(2, 0))[0]).ToArray();
        Assert.That(ids[0], Is.EqualTo(-1), "one sighting is no object yet");
        Assert.That(ids[^1], Is.Zero);
        Assert.That(Array.IndexOf(ids, 0) * Seconds, Is.InRange(0.06, 0.15));
    }

    [Test]
    public void Update_SeenInOneFrameOnly_IsNeverConfirmed()
    {
        Step(1, See(2, 0));
        for (var i = 0; i < 10; i++) Step(1);
        Assert.That(_tracker.Tracks.Length, Is.Zero);
    }

    [Test]
    public void Update_RollsOnBehindARobotForASecond_KeepsItsNumber()
    {
        var time = 0.0;
        double X() => 1 + 0.9 * time - 0.175 * time * time; // 0.9 m/s, slowed by 0.35 m/s^2
        for (; time < 1; time += Seconds) Step(1, See(X(), 0.5));
        var id = _ids[0];
        for (; time < 2; time += Seconds) Step(0);
        Assert.That(_tracker.Tracks[0].UnseenSeconds, Is.EqualTo(1).Within(0.05));
        Assert.That(_tracker.Tracks[0].Place.X, Is.EqualTo(X()).Within(0.15));
        Assert.That((id, Step(1, See(X(), 0.5))[0]), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Update_VisibleAndNotSeen_IsDropped()
    {
        for (var i = 0; i < 30; i++) Step(1, See(2, 0));
        var (hidden, plain) = (0.0, 0.0);
        for (var i = 0; i < 30; i++) Step(0);
        hidden = _tracker.Tracks[0].Confidence;
        for (; plain < 3 && _tracker.Tracks.Length > 0; plain += Seconds) Step(1);
        Assert.That(hidden, Is.GreaterThan(0.9), "what is hidden is not gone");
        Assert.That(plain, Is.InRange(0.5, 2));
    }

    [Test]
    public void Update_Kicked_KeepsItsNumberAndTakesTheNewVelocity()
    {
        for (var i = 0; i < 30; i++) Step(1, See(2, 0));
        for (var i = 1; i <= 10; i++) Step(1, See(2 + 3.0 * i * Seconds, -1.5 * i * Seconds));
        Assert.That(_ids[0], Is.Zero);
        Assert.That(_tracker.Tracks.Length, Is.EqualTo(1));
        Assert.That(_tracker.Tracks[0].Velocity.X, Is.EqualTo(3).Within(0.4));
        Assert.That(_tracker.Tracks[0].Velocity.Y, Is.EqualTo(-1.5).Within(0.4));
    }

    [Test]
    public void Update_TwoRobotsPassClose_KeepTheirNumbers()
    {
        for (var i = 0; i < 90; i++)
        {
            var y = -1 + i * 0.5 * Seconds + 0.0;
            Step(1, See(2, y, ObjectClass.Robot), See(2.3, -y, ObjectClass.Robot));
            if (i > 10) Assert.That((_ids[0], _ids[1]), Is.EqualTo((0, 1)));
        }
    }

    [Test]
    public void Update_OtherClassAtTheSamePlace_IsAnotherObject()
    {
        for (var i = 0; i < 10; i++) Step(1, See(2, 0), See(2, 0, ObjectClass.LineT));
        Assert.That(_ids[..2], Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Update_UnsureOfItsPlace_BeginsNoTrack()
    {
        Step(1, new Sighting(ObjectClass.Ball, 0.9f, new(9, 0, 4, 0, 4)));
        Assert.That(_tracker.Tracks.Length, Is.Zero);
    }

    [Test]
    public void Clear_Tracks_AreForgottenAndNumbersNotUsedAgain()
    {
        for (var i = 0; i < 10; i++) Step(1, See(2, 0));
        _tracker.Clear();
        for (var i = 0; i < 10; i++) Step(1, See(2, 0));
        Assert.That(_ids[0], Is.EqualTo(1));
    }

    [Test]
    public void Update_MoreThanItHolds_KeepsTheOldest()
    {
        var many = Enumerable.Range(0, Tracker.Capacity).Select(i => See(i, 0, ObjectClass.Robot)).ToArray();
        for (var i = 0; i < 10; i++) Step(1, many);
        Step(1, [.. many[..^1], See(0, 50, ObjectClass.Robot)]);
        Assert.That(_tracker.Tracks.Length, Is.EqualTo(Tracker.Capacity));
        Assert.That(_ids[0], Is.Zero);
    }

    [Test]
    public void Of_PlacesInTheImage_AreSeenUnlessOutsideOrBehindANearerRobot()
    {
        var robot = new RobotVision.Detections.Detection(ObjectClass.Robot, 0.9f, new(200, 100, 300, 400)) { Ground = new(2, 0, 1, 0, 1) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ImageVisibility.Of(250, 200, 3, [robot], 640, 480), Is.Zero, "behind");
            Assert.That(ImageVisibility.Of(250, 200, 1, [robot], 640, 480), Is.EqualTo(1), "in front");
            Assert.That(ImageVisibility.Of(350, 200, 3, [robot], 640, 480), Is.EqualTo(1), "beside");
            Assert.That(ImageVisibility.Of(2, 200, 3, [], 640, 480), Is.Zero, "at the edge");
            Assert.That(ImageVisibility.OfBall(new(0, 0, 15, 15), 640), Is.Zero, "too small to be found");
            Assert.That(ImageVisibility.OfBall(new(0, 0, 90, 90), 640), Is.EqualTo(1));
        }
    }
}
