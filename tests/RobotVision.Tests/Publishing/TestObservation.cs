using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;

namespace RobotVision.Tests.Publishing;

/// <summary>Observations as a pipeline would hand them to a publisher.</summary>
static class TestObservation
{
    /// <summary>A frame of one shade in which nothing was found.</summary>
    public static Observation Empty(int width = 160, int height = 120, byte shade = 50, long number = 0)
    {
        var frame = new FramePool(1).Rent(CancellationToken.None);
        frame.Resize(width, height).Span.Fill(shade);
        (frame.Number, frame.Source) = (number, "match.mp4");
        return new Observation(frame, views: 1, outputLength: 1)
        {
            Inputs = new() { Camera = "match.mp4", Model = "0123456789abcdef", Thresholds = new Thresholds(Enumerable.Repeat(0.5f, ObjectClasses.Count)) },
        };
    }

    /// <summary>A frame with a ball and an L crossing, and all times.</summary>
    public static Observation Full()
    {
        var observation = Empty(640, 480, number: 12);
        observation.Frame.SourceTime = TimeSpan.FromSeconds(0.4);
        observation.Frame.CapturedAt = new DateTimeOffset(2026, 1, 31, 13, 0, 0, 400, TimeSpan.FromHours(1));
        observation.Times[Stage.Capture] = TimeSpan.FromMilliseconds(0.2);
        observation.Times[Stage.Sample] = TimeSpan.FromMilliseconds(0.1);
        observation.Times[Stage.Infer] = TimeSpan.FromMilliseconds(0.6);
        observation.Times[Stage.Decode] = TimeSpan.FromMilliseconds(0.05);
        observation.TotalTime = TimeSpan.FromMilliseconds(1.1);
        Add(observation, new(ObjectClass.Ball, 0.97f, new Box(311.2f, 184, 343.8f, 217.9f)));
        Add(observation, new(ObjectClass.LineL, 0.5f, new Box(0, 0, 32, 24)));
        return observation;
    }

    /// <summary>A frame with a cone, a class that its model has besides the eight.</summary>
    public static Observation WithExtraClass()
    {
        var observation = Full();
        var classes = ClassNames.With(["cone"]);
        observation.Inputs = observation.Inputs with { Classes = classes, Thresholds = new Thresholds(Enumerable.Repeat(0.5f, classes.Count)) };
        observation.Features.Clear(classes.Count);
        Add(observation, new((ObjectClass)8, 0.75f, new Box(100, 100, 150, 200)) { Track = 3 });
        observation.Tracks.Add(new(3, (ObjectClass)8, 0.9, 0) { Pixel = new(125, 200, 1, 0, 1) });
        return observation;
    }

    /// <summary>A frame with a ball that is tracked on the ground, and an L crossing without a place.</summary>
    public static Observation OnTheGround()
    {
        var observation = Full();
        var ground = new GroundPoint(1.5, -0.25, 0.01, 0.002, 0.02);
        observation.Detections.Replace(0, observation.Detections.Span[0] with { Ground = ground, Track = 7 });
        observation.Tracks.Add(new(7, ObjectClass.Ball, 0.9, 0) { Ground = ground });
        return observation;
    }

    static void Add(Observation observation, RobotVision.Detections.Detection detection)
    {
        observation.Detections.Add(detection);
        observation.Features.Offer(detection, observation.Frame.Width, observation.Frame.Height);
    }
}
