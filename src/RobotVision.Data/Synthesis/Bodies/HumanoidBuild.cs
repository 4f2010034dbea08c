namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>The lengths of a body on two legs between its joints, in metres.</summary>
sealed record HumanoidBuild
{
    /// <summary>The ankle above the sole.</summary>
    public required float AnkleHeight { get; init; }

    /// <summary>Knee to ankle.</summary>
    public required float Shin { get; init; }

    /// <summary>Hip to knee.</summary>
    public required float Thigh { get; init; }

    /// <summary>Half the distance between the hips.</summary>
    public required float HipHalf { get; init; }

    /// <summary>The shoulders above the hips.</summary>
    public required float ShoulderHeight { get; init; }

    /// <summary>Half the distance between the shoulders.</summary>
    public required float ShoulderHalf { get; init; }

    /// <summary>Shoulder to elbow.</summary>
    public required float UpperArm { get; init; }

    /// <summary>Elbow to wrist.</summary>
    public required float Forearm { get; init; }

    /// <summary>The wrist to the end of the hand.</summary>
    public required float Hand { get; init; }

    /// <summary>The joint of the head above the hips.</summary>
    public required float NeckHeight { get; init; }

    /// <summary>The top of the head above its joint.</summary>
    public required float HeadHeight { get; init; }

    /// <summary>The toes ahead of the ankle.</summary>
    public required float FootFront { get; init; }

    /// <summary>The heel behind the ankle.</summary>
    public required float FootBack { get; init; }

    /// <summary>Half the foot's width.</summary>
    public required float FootHalf { get; init; }

    /// <summary>Half the trunk's depth.</summary>
    public required float TrunkDepth { get; init; }

    /// <summary>The height of the whole body standing straight.</summary>
    public float Height => AnkleHeight + Shin + Thigh + NeckHeight + HeadHeight;

    /// <summary>A build of the same proportions and another height in metres.</summary>
    public HumanoidBuild ScaledTo(float height)
    {
        var k = height / Height;
        return new()
        {
            AnkleHeight = AnkleHeight * k,
            Shin = Shin * k,
            Thigh = Thigh * k,
            HipHalf = HipHalf * k,
            ShoulderHeight = ShoulderHeight * k,
            ShoulderHalf = ShoulderHalf * k,
            UpperArm = UpperArm * k,
            Forearm = Forearm * k,
            Hand = Hand * k,
            NeckHeight = NeckHeight * k,
            HeadHeight = HeadHeight * k,
            FootFront = FootFront * k,
            FootBack = FootBack * k,
            FootHalf = FootHalf * k,
            TrunkDepth = TrunkDepth * k,
        };
    }
}
