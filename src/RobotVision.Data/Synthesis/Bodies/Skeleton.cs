using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>The leg and the arm of one side. In every limb's frame z points from its lower to its upper joint, the origin is the upper one.</summary>
/// <param name="Side">1 left, -1 right.</param>
/// <param name="Thigh">Origin at the hip, the knee at z = -Thigh.</param>
/// <param name="Shin">Origin at the knee, the ankle at z = -Shin.</param>
/// <param name="Foot">Origin on the sole under the ankle, x to the toes.</param>
/// <param name="UpperArm">Origin at the shoulder, the elbow at z = -UpperArm.</param>
/// <param name="Forearm">Origin at the elbow, the wrist at z = -Forearm.</param>
readonly record struct BodySide(int Side, BodyBuilder Thigh, BodyBuilder Shin, BodyBuilder Foot, BodyBuilder UpperArm, BodyBuilder Forearm);

/// <summary>
/// A body on two legs in a posture, standing, sitting or lying on the ground: a frame for each of its parts, to which shells are added.
/// </summary>
sealed class Skeleton
{
    readonly HumanoidBuild _build;
    readonly List<Vector3> _contacts = [];

    /// <summary>Places a body in a scene, with its shadows on the ground; no solid is added yet.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">The body's index in the scene's objects; -1 for scenery.</param>
    /// <param name="build">Its lengths.</param>
    /// <param name="posture">Its angles.</param>
    /// <param name="place">The middle of the body on the field in metres.</param>
    /// <param name="yaw">Its heading, in radians from the field's x axis to the left.</param>
    /// <param name="eye">If the head carries the camera: the camera's height above the joint of the head; solids of the head are left out.</param>
    public Skeleton(SceneRecipe scene, int owner, HumanoidBuild build, Posture posture, Vector2 place, float yaw, float? eye = null)
    {
        _build = build;
        Limbs left = Solve(posture, posture.LeftLeg, posture.LeftArm, 1), right = Solve(posture, posture.RightLeg, posture.RightArm, -1);
        if (posture.OnTrunk) _contacts.Clear();
        AddTrunkContacts(posture.Trunk);
        var lowest = _contacts.Min(point => point.Z);
        var middle = (left.Sole + right.Sole) / 4;
        var shift = new Vector3(-middle.X, -middle.Y, posture.Lift - lowest);
        var heading = BodyBuilder.Heading(yaw);
        var neck = Vector3.Transform(new(0, 0, build.NeckHeight), posture.Trunk);
        // The joint of the own head is where the camera's pose says, whatever the legs do.
        if (eye is { } above) shift = new Vector3(0, 0, (float)scene.Pose.Height - above) - neck;
        var position = new Vector3(place, 0) + Vector3.Transform(shift, heading);
        var body = new BodyBuilder(scene.Solids, owner, position, heading, eye is null ? scene.FinestAt(new(place, 0)) : 0);
        Trunk = body.Part(default, posture.Trunk);
        Head = eye is not null ? new([], owner, position, heading) : body.Part(neck,
            posture.Trunk * About(Vector3.UnitZ, posture.HeadYaw) * About(Vector3.UnitY, posture.HeadPitch));
        (Left, Right) = (Side(body, left, 1), Side(body, right, -1));
        if (posture.Lift < 0.3f) AddShadows(scene, body, lowest);
    }

    /// <summary>The trunk's frame: origin midway between the hips, z to the neck.</summary>
    public BodyBuilder Trunk { get; }

    /// <summary>The head's frame: origin at its joint.</summary>
    public BodyBuilder Head { get; }

    public BodySide Left { get; }
    public BodySide Right { get; }

    /// <summary>Both sides.</summary>
    public IEnumerable<BodySide> Sides => [Left, Right];

    Limbs Solve(Posture posture, LegAngles leg, ArmAngles arm, int side)
    {
        var trunk = posture.Trunk;
        var hip = Vector3.Transform(new(0, side * _build.HipHalf, 0), trunk);
        var thigh = trunk * About(Vector3.UnitX, side * leg.Spread) * About(Vector3.UnitZ, side * leg.Turn) * About(Vector3.UnitY, -leg.Hip);
        var knee = hip + Down(thigh, _build.Thigh);
        var shin = thigh * About(Vector3.UnitY, leg.Knee);
        var ankle = knee + Down(shin, _build.Shin);
        var foot = leg.Ankle is { } bend ? shin * About(Vector3.UnitY, bend) : About(Vector3.UnitZ, side * leg.Turn);
        var sole = ankle + Down(foot, _build.AnkleHeight);
        for (var i = 0; i < 4; i++)
        {
            var corner = new Vector3(i < 2 ? _build.FootFront : -_build.FootBack, (i % 2 * 2 - 1) * _build.FootHalf, 0);
            _contacts.Add(sole + Vector3.Transform(corner, foot));
        }
        _contacts.Add(knee - new Vector3(0, 0, _build.TrunkDepth * 0.6f));

        var shoulder = Vector3.Transform(new(0, side * _build.ShoulderHalf, _build.ShoulderHeight), trunk);
        var upper = trunk * About(Vector3.UnitX, side * arm.Spread) * About(Vector3.UnitY, -arm.Swing);
        var elbow = shoulder + Down(upper, _build.UpperArm);
        var forearm = upper * About(Vector3.UnitZ, -side * arm.Inward) * About(Vector3.UnitY, -arm.Elbow);
        _contacts.Add(elbow - new Vector3(0, 0, _build.TrunkDepth * 0.4f));
        _contacts.Add(elbow + Down(forearm, _build.Forearm + _build.Hand));
        return new(hip, thigh, knee, shin, sole, foot, shoulder, upper, elbow, forearm);
    }

    void AddTrunkContacts(Quaternion trunk)
    {
        for (var i = 0; i < 8; i++)
        {
            float x = ((i & 1) * 2 - 1) * _build.TrunkDepth, y = ((i & 2) - 1) * _build.ShoulderHalf * 0.6f;
            _contacts.Add(Vector3.Transform(new(x, y, (i & 4) == 0 ? -_build.TrunkDepth * 0.9f : _build.ShoulderHeight), trunk));
        }
        _contacts.Add(Vector3.Transform(new(0, 0, _build.NeckHeight + _build.HeadHeight / 2), trunk) - new Vector3(0, 0, _build.HeadHeight / 2));
    }

    // Dark spots under everything that touches the ground or nearly does.
    void AddShadows(SceneRecipe scene, BodyBuilder body, float lowest)
    {
        var size = _build.Height * 0.1f;
        var last = new Vector3(100);
        foreach (var point in _contacts)
        {
            var clearance = point.Z - lowest;
            if (clearance > size || (point - last).LengthSquared() < size * size) continue;
            var place = body.ToWorld(point);
            scene.AddShadow(new(place.X, place.Y), size, clearance);
            last = point;
        }
    }

    static BodySide Side(BodyBuilder body, Limbs at, int side) => new(side, body.Part(at.Hip, at.Thigh), body.Part(at.Knee, at.Shin),
        body.Part(at.Sole, at.Foot), body.Part(at.Shoulder, at.Upper), body.Part(at.Elbow, at.Forearm));

    static Quaternion About(Vector3 axis, float angle) => Quaternion.CreateFromAxisAngle(axis, angle);

    static Vector3 Down(Quaternion frame, float length) => Vector3.Transform(new(0, 0, -length), frame);

    readonly record struct Limbs(
        Vector3 Hip, Quaternion Thigh, Vector3 Knee, Quaternion Shin, Vector3 Sole, Quaternion Foot,
        Vector3 Shoulder, Quaternion Upper, Vector3 Elbow, Quaternion Forearm);
}
