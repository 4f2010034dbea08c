namespace RobotVision.Calibration.Lenses;

/// <summary>Which lens model is estimated.</summary>
public enum LensKind
{
    /// <summary>Pinhole with k1 k2 p1 p2 k3: up to about 90 degrees across.</summary>
    Pinhole,

    /// <summary>Pinhole with k1..k6 and p1 p2: up to about 120 degrees.</summary>
    Rational,

    /// <summary>Fisheye with k1..k4 of the angle: from about 100 degrees up.</summary>
    Fisheye,
}
