using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.People;

/// <summary>What a person does.</summary>
enum Doing { Standing, Walking, Squatting, Kneeling, SittingOnFloor, SittingOnChair, Bending }

/// <summary>Builds people.</summary>
static class Person
{
    // Lengths of a person of 1.75 m. Source: proportions of the human body after Drillis and Contini, 1966.
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.07f,
        Shin = 0.43f,
        Thigh = 0.43f,
        HipHalf = 0.09f,
        ShoulderHeight = 0.5f,
        ShoulderHalf = 0.2f,
        UpperArm = 0.31f,
        Forearm = 0.26f,
        Hand = 0.18f,
        NeckHeight = 0.56f,
        HeadHeight = 0.26f,
        FootFront = 0.19f,
        FootBack = 0.07f,
        FootHalf = 0.045f,
        TrunkDepth = 0.12f,
    };

    /// <summary>Adds a person in a drawn posture, with shadows, and a laptop or a chair where they belong to it.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">The person's index in the scene's objects; -1 for scenery.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="place">The position on the field in metres.</param>
    /// <param name="yaw">The heading, in radians from the field's x axis to the left.</param>
    /// <param name="doing">What the person does.</param>
    public static void Add(SceneRecipe scene, int owner, SceneRandom random, Vector2 place, float yaw, Doing doing)
    {
        var clothes = Clothes.Random(random);
        var build = Lengths.ScaledTo(random.Range(1.5f, 1.95f));
        var posture = Draw(random, doing);
        var bulk = random.Range(0.85f, 1.2f);
        var body = Dress(new(scene, owner, build, random.Chance(0.5f) ? posture.Mirrored() : posture, place, yaw), build, clothes, bulk);
        if (doing == Doing.SittingOnFloor && random.Chance(0.6f)) AddLaptop(body.Trunk, random);
        if (doing == Doing.SittingOnChair) AddChair(scene, owner, random, place, yaw);
    }

    /// <summary>Adds a person who walks as one does in a match.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">The person's index in the scene's objects.</param>
    /// <param name="looks">The random numbers of height and clothes.</param>
    /// <param name="posture">The posture.</param>
    /// <param name="place">The position on the field in metres.</param>
    /// <param name="yaw">The heading, in radians from the field's x axis to the left.</param>
    public static void Add(SceneRecipe scene, int owner, SceneRandom looks, Posture posture, Vector2 place, float yaw)
    {
        var clothes = Clothes.Random(looks);
        var build = Lengths.ScaledTo(looks.Range(1.5f, 1.95f));
        Dress(new(scene, owner, build, posture, place, yaw), build, clothes, looks.Range(0.85f, 1.2f));
    }

    /// <summary>Draws what someone does: near the ball and the robots people also bend down and kneel, beside the field they sit.</summary>
    public static Doing DrawDoing(SceneRandom random, bool beside)
    {
        var roll = random.Next();
        if (beside)
            return roll < 0.3f ? Doing.Standing : roll < 0.35f ? Doing.Walking : roll < 0.65f ? Doing.SittingOnFloor : roll < 0.8f ? Doing.SittingOnChair
                : roll < 0.9f ? Doing.Squatting : Doing.Kneeling;
        return roll < 0.4f ? Doing.Standing : roll < 0.65f ? Doing.Walking : roll < 0.77f ? Doing.Squatting : roll < 0.87f ? Doing.Kneeling : Doing.Bending;
    }

    static Posture Draw(SceneRandom random, Doing doing)
    {
        ArmAngles Arm(float low, float high) => new(random.Range(low, high), random.Range(0.05f, 0.35f), random.Range(0.1f, 1.6f), random.Range(0, 0.6f));
        var posture = new Posture
        {
            HeadYaw = random.Normal() * 0.4f,
            HeadPitch = random.Range(-0.1f, 0.6f),
            LeftArm = Arm(-0.3f, 0.6f),
            RightArm = Arm(-0.3f, 0.6f),
        };
        float lean;
        switch (doing)
        {
            case Doing.Walking:
                return Postures.Walking(random.Next(), random.Range(0.5f, 1)) with { HeadYaw = posture.HeadYaw };
            case Doing.Squatting:
                lean = random.Range(0.2f, 0.7f);
                var leg = new LegAngles(1.75f + lean, random.Range(2.1f, 2.5f), random.Range(0, 0.3f), random.Range(0, 0.4f));
                return posture with { Trunk = Posture.Lean(lean), LeftLeg = leg, RightLeg = leg, LeftArm = Arm(0.4f, 1.4f), RightArm = Arm(0.2f, 1.4f) };
            case Doing.Kneeling:
                lean = random.Range(0, 0.8f);
                return posture with
                {
                    Trunk = Posture.Lean(lean),
                    LeftLeg = random.Chance(0.7f) ? new(1.5f + lean, 1.55f) : new(lean + 0.1f, 1.7f, 0.1f, 0, 0.9f),
                    RightLeg = new(lean + random.Range(-0.1f, 0.2f), 1.7f, 0.1f, 0, 0.9f),
                    LeftArm = Arm(0.4f, 1.5f),
                    RightArm = Arm(0.4f, 1.5f),
                };
            case Doing.SittingOnFloor:
                lean = random.Range(-0.3f, 0.5f);
                var drawn = random.Range(0.3f, 1);
                var crossed = new LegAngles(1.5f + lean + 0.6f * drawn, 1.9f * drawn, 0, random.Range(0, 0.9f), -0.2f);
                posture = posture with { LeftArm = Arm(0.3f, 1.1f), RightArm = Arm(0.3f, 1.1f) };
                return posture with { Trunk = Posture.Lean(lean), LeftLeg = crossed, RightLeg = crossed };
            case Doing.SittingOnChair:
                lean = random.Range(-0.2f, 0.4f);
                var seated = new LegAngles(1.5f + lean, random.Range(1.3f, 1.7f), random.Range(0, 0.2f));
                return posture with { Trunk = Posture.Lean(lean), LeftLeg = seated, RightLeg = seated, LeftArm = Arm(0.2f, 1), RightArm = Arm(0.2f, 1) };
            case Doing.Bending:
                lean = random.Range(0.9f, 1.7f);
                return posture with
                {
                    Trunk = Posture.Lean(lean),
                    LeftLeg = new(lean + 0.2f, random.Range(0.2f, 0.8f)),
                    RightLeg = new(lean - random.Range(-0.2f, 0.5f), random.Range(0.2f, 0.6f)),
                    LeftArm = new(lean + random.Range(-0.2f, 0.3f), 0.1f, 0.1f),
                    RightArm = Arm(0.2f, 1.6f),
                };
            default:
                lean = random.Range(-0.05f, 0.15f);
                var spread = random.Range(0, 0.2f);
                return posture with { Trunk = Posture.Lean(lean), LeftLeg = new(lean + 0.05f, 0.08f, spread), RightLeg = new(lean, 0.04f, spread) };
        }
    }

    static Skeleton Dress(Skeleton body, HumanoidBuild build, Clothes clothes, float bulk)
    {
        var h = build.Height;
        var trunk = body.Trunk;
        trunk.Ellipsoid(new Vector3(0, 0, 0.02f) * h, new Vector3(0.07f * bulk, 0.095f, 0.065f) * h, clothes.Trousers);
        trunk.Ellipsoid(new Vector3(0, 0, 0.11f) * h, new Vector3(0.068f * bulk, 0.09f * bulk, 0.11f) * h, clothes.Shirt);
        trunk.Ellipsoid(new Vector3(0, 0, 0.215f) * h, new Vector3(0.07f, 0.115f * bulk, 0.095f) * h, clothes.Shirt);
        trunk.Capsule(new(0, 0, build.ShoulderHeight), new(0, 0, build.NeckHeight + 0.02f * h), 0.032f * h, clothes.Skin);
        body.Head.Ellipsoid(new Vector3(0.008f, 0, 0.075f) * h, new Vector3(0.048f, 0.043f, 0.064f) * h, clothes.Skin);
        body.Head.Ellipsoid(new Vector3(-0.008f, 0, 0.09f) * h, new Vector3(0.05f, 0.047f, 0.058f) * h, clothes.Hair);
        foreach (var side in body.Sides)
        {
            var thick = 0.027f * h * bulk;
            side.UpperArm.Ellipsoid(new(0, -side.Side * 0.01f * h, 0), new(thick * 1.35f), clothes.Shirt);
            side.UpperArm.Capsule(default, new(0, 0, -build.UpperArm), thick, clothes.Sleeves);
            side.Forearm.Cone(new(0, 0, -build.Forearm / 2), new(thick * 0.65f, thick * 0.65f, build.Forearm / 2), 1.4f, clothes.Forearms);
            side.Forearm.Ellipsoid(new(0, 0, -build.Forearm - build.Hand * 0.45f), new Vector3(0.015f, 0.024f, 0.05f) * h, clothes.Skin);
            side.Thigh.Ellipsoid(default, new(0.05f * h * bulk), clothes.Trousers);
            side.Thigh.Cone(new(0, 0, -build.Thigh / 2), new(0.036f * h * bulk, 0.036f * h * bulk, build.Thigh / 2), 1.35f, clothes.Trousers);
            side.Shin.Ellipsoid(default, new(0.037f * h * bulk), clothes.Trousers);
            side.Shin.Cone(new(0, 0, -build.Shin / 2), new(0.026f * h * bulk, 0.026f * h * bulk, build.Shin / 2), 1.35f, clothes.Shins);
            side.Foot.Ellipsoid(new Vector3(0.032f, 0, 0.03f) * h, new Vector3(0.078f, 0.029f, 0.03f) * h, clothes.Shoes);
            side.Foot.Ellipsoid(new Vector3(-0.01f, 0, 0.035f) * h, new Vector3(0.03f, 0.026f, 0.032f) * h, clothes.Shoes);
            side.Foot.Cylinder(new Vector3(0.026f, 0, 0.007f) * h, new Vector3(0.074f, 0.028f, 0.006f) * h, clothes.Soles);
        }
        return body;
    }

    static void AddLaptop(BodyBuilder trunk, SceneRandom random)
    {
        var grey = Paint.Grey(random, 0.03f, 0.7f, 0.2f);
        trunk.Box(new(0.38f, 0, 0.16f), new(0.11f, 0.16f, 0.01f), grey);
        var open = Quaternion.CreateFromAxisAngle(Vector3.UnitY, random.Range(0.1f, 0.5f));
        trunk.Box(new(0.52f, 0, 0.26f), new(0.006f, 0.16f, 0.11f), grey, open);
        trunk.Box(new(0.511f, 0, 0.26f), new(0.004f, 0.14f, 0.09f), Paint.Glow(new Vector3(0.6f, 0.7f, 0.85f) * random.Range(0.4f, 1.1f)), open);
    }

    static void AddChair(SceneRecipe scene, int owner, SceneRandom random, Vector2 place, float yaw)
    {
        var chair = scene.BodyAt(owner, place, yaw);
        var seat = Paint.Grey(random, 0.03f, 0.9f);
        chair.Box(new(-0.05f, 0, 0.38f), new(0.22f, 0.22f, 0.02f), seat);
        chair.Box(new(-0.28f, 0, 0.66f), new(0.02f, 0.22f, 0.14f), seat);
        var leg = Paint.Grey(random, 0.05f, 0.7f, 0.3f);
        for (var i = 0; i < 4; i++)
        {
            var foot = new Vector3(i < 2 ? 0.14f : -0.27f, i % 2 == 0 ? 0.2f : -0.2f, 0);
            chair.Capsule(foot, foot with { Z = i < 2 ? 0.38f : 0.8f }, 0.012f, leg);
        }
    }
}
