using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Placing;
using RobotVision.Tracking;

namespace RobotVision.Tests.Tracking;

public class TrackerSnapshotTests
{
    /// <summary>A tracker that is restored goes on with the same bits, whatever it tracked before.</summary>
    [Test]
    public void Restore_InTheMiddleOfAStream_GivesTheSameTracks()
    {
        var (whole, restored) = (new FrameTracker(new CameraSetup()), new FrameTracker(new CameraSetup()));
        var snapshot = new TrackerSnapshot();
        using var frame = new FramePool(1).Rent(default);
        frame.Resize(640, 480);
        for (var i = 0; i < 20; i++) Track(restored, frame, 1000 + i, seed: 99);
        var confirmed = 0;
        for (var i = 0; i < 60; i++)
        {
            if (i == 30)
            {
                whole.Save(snapshot);
                Assert.That(snapshot.Count, Is.AtLeast(3));
                restored.Restore(snapshot);
            }

            var (detections, tracks) = Track(whole, frame, i, seed: 7);
            if (i < 30) continue;
            confirmed += tracks.Length;
            var (others, otherTracks) = Track(restored, frame, i, seed: 7);
            Assert.That(otherTracks, Is.EqualTo(tracks), $"frame {i}");
            Assert.That(others, Is.EqualTo(detections), $"frame {i}");
        }

        Assert.That(confirmed, Is.GreaterThan(60), "with tracks to compare");
    }

    /// <summary>Five objects that move to the right, each detected in most frames.</summary>
    static (RobotVision.Detections.Detection[] Detections, TrackedObject[] Tracks) Track(FrameTracker tracker, Frame frame, int number, int seed)
    {
        var random = new Random(seed * 1000 + number);
        var (detections, tracks) = (new DetectionList(), new TrackList());
        for (var k = 0; k < 5; k++)
        {
            var (x, y) = (50f + 100 * k + number % 100 + random.NextSingle(), 100f + 50 * k + random.NextSingle());
            if (random.NextDouble() < 0.8) detections.Add(new((ObjectClass)(k % 4), 0.9f - 0.1f * k, new Box(x, y, x + 30, y + 40)));
        }

        tracker.Track(frame, TimeSpan.FromMilliseconds(33 * number), null, null, detections, tracks);
        return (detections.Span.ToArray(), tracks.Span.ToArray());
    }
}
