using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>One tracked object. It belongs to its <see cref="Tracker"/>, which reuses it for another object once this one is dropped.</summary>
public sealed class Track
{
    internal Track()
    {
        // Made by the tracker.
    }

    /// <summary>Its number, from 0; no other object of the run has it. -1 until it is confirmed.</summary>
    public int Id { get; internal set; } = -1;

    /// <summary>What it is.</summary>
    public ObjectClass Class { get; internal set; }

    /// <summary>Where it is now, seen or not: metres or pixels.</summary>
    public PlaneEstimate Place => Filter.Place;

    /// <summary>Where it was some seconds ago, if it has moved evenly since: 0 is now.</summary>
    internal PlaneEstimate PlaceBefore(double seconds) => Filter.PlaceBefore(seconds);

    /// <summary>How it moves: metres or pixels a second.</summary>
    public PlaneEstimate Velocity => Filter.Velocity;

    /// <summary>Whether it has been seen often enough to be reported.</summary>
    public bool IsConfirmed => Id >= 0;

    /// <summary>The probability that it exists, 0..1.</summary>
    public double Confidence => 1 / (1 + Math.Exp(-Evidence));

    /// <summary>Seconds since it was last seen; 0 when it was seen in this frame.</summary>
    public double UnseenSeconds { get; internal set; }

    /// <summary>Seconds since each camera last saw it; as of long ago for a camera that never did.</summary>
    internal double[] UnseenBy { get; } = new double[FrameTracker.MostCameras];

    /// <summary>
    /// The probability that it would be detected in this frame, by the camera that took it: 0 out of view or hidden, 1 fully visible. To be set between
    /// prediction and update.
    /// </summary>
    public double Visibility { get; set; } = 1;

    /// <summary>Logarithm of the odds that it exists.</summary>
    internal double Evidence { get; set; }

    internal KalmanFilter Filter { get; } = new();
}
