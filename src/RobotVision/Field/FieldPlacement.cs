namespace RobotVision.Field;

/// <summary>Where a robot stands on a field.</summary>
/// <param name="X">Metres from the field's centre along the field.</param>
/// <param name="Y">Metres from the field's centre across it.</param>
/// <param name="Heading">Turn to the left from the field's x in radians.</param>
public readonly record struct FieldPlacement(double X, double Y, double Heading)
{
    /// <summary>Where the robot would see the same from: a field looks the same after half a turn.</summary>
    public FieldPlacement HalfTurned => new(-X, -Y, Heading + Math.PI);

    /// <summary>Turns a place in the robot's frame into one of the field's.</summary>
    public (double X, double Y) ToField(double ahead, double left)
    {
        var (sine, cosine) = Math.SinCos(Heading);
        return (X + cosine * ahead - sine * left, Y + sine * ahead + cosine * left);
    }
}
