using System.Numerics;
using RobotVision.Geometry;

namespace RobotVision.Tests.Geometry;

public class RotationTests
{
    static readonly Rotation A = Rotation.FromAngles(0.3, -0.7, 2.9), B = Rotation.FromAngles(-0.2, 0.4, -2.8);

    [Test]
    public void Turn_Angles_TurnsAsCameraPoseDoes()
    {
        var pose = new CameraPose(0, 0.3, -0.7, 2.9);
        var ray = new Vector3d(0.2, -0.5, 0.9); // camera: right, down, ahead; body: ahead, left, up
        Assert.That((A.Turn(new(ray.Z, -ray.X, -ray.Y)) - pose.DirectionFromCamera(ray)).Length, Is.LessThan(1e-14));
    }

    [TestCase(0.0)]
    [TestCase(0.25)]
    [TestCase(0.9)]
    [TestCase(1.0)]
    public void Slerp_AnyPart_IsThatOfSystemNumerics(double part)
    {
        static Quaternion Twin(Rotation r) => new((float)r.X, (float)r.Y, (float)r.Z, (float)r.W);
        var (twin, between) = (Quaternion.Slerp(Twin(A), Twin(B), (float)part), A.Slerp(B, part));
        Assert.That(between.AngleTo(new(twin.W, twin.X, twin.Y, twin.Z)), Is.LessThan(1e-3)); // the twin is of single precision
        Assert.That(A.AngleTo(between), Is.EqualTo(part * A.AngleTo(B)).Within(1e-12));
    }

    [Test]
    public void Slerp_OfTheNegatedQuaternion_IsTheSameRotation()
    {
        var negative = new Rotation(-B.W, -B.X, -B.Y, -B.Z);
        Assert.That(A.Slerp(negative, 0.3).AngleTo(A.Slerp(B, 0.3)), Is.LessThan(1e-7));
    }

    [Test]
    public void Product_OfTwo_TurnsBySecondThenFirst()
    {
        var vector = new Vector3d(1, 2, 3);
        Assert.That(((A * B).Turn(vector) - A.Turn(B.Turn(vector))).Length, Is.LessThan(1e-14));
        Assert.That((A.Inverse().Turn(A.Turn(vector)) - vector).Length, Is.LessThan(1e-14));
    }

    [Test]
    public void FromVector_QuarterTurnAboutUp_TurnsAheadToLeft() =>
        Assert.That((Rotation.FromVector(new(0, 0, Math.PI / 2)).Turn(new(1, 0, 0)) - new Vector3d(0, 1, 0)).Length, Is.LessThan(1e-14));
}
