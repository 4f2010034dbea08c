using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using RobotVision.Geometry;
using RobotVision.Poses;
using RobotVision.Testing;

namespace RobotVision.Tests.Poses;

public class PoseMessageTests
{
    const string Plain = """{"schema":"robotvision.pose/1","time_us":12500,"position_m":[0.05,0.01,0.55],"orientation":[1,0,0,0]}""";
    const string Full =
        """{"schema":"robotvision.pose/1","time_us":12500,"position_m":[0.05,0.01,0.55],"orientation":[0.6,0,0.8,0],"orientation_sigma_rad":0.02"""
        + ""","position_sigma_m":0.03,"odometry":[1,2,0.5]}""";

    static readonly JsonSchema Schema = JsonSchema.Load("robotvision.pose.schema.json");

    static readonly TimedPose FullPose =
        new(12_500, new(0.6, 0, 0.8, 0), new(0.05, 0.01, 0.55), new RobotPose(1, 2, 0.5)) { OrientationSigma = 0.02, PositionSigma = 0.03 };

    static TimedPose Parse(string text) => PoseMessage.Parse(Encoding.UTF8.GetBytes(text));

    [Test]
    public void Parse_FullJson_ReadsEverything() => Assert.That(Parse(Full), Is.EqualTo(FullPose));

    [Test]
    public void Parse_PlainJson_HasDefaults() =>
        Assert.That(Parse(Plain), Is.EqualTo(new TimedPose(12_500, Rotation.Identity, new(0.05, 0.01, 0.55))));

    [Test]
    public void ToJson_Pose_IsValidAndReadsBack()
    {
        var text = PoseMessage.ToJson(FullPose);
        Assert.That(Schema.Validate(text), Is.Empty);
        Assert.That(Parse(text), Is.EqualTo(FullPose));
    }

    [Test]
    public void Parse_Protobuf_ReadsEverything() => Assert.That(PoseMessage.Parse(Protobuf(1).ToByteArray()), Is.EqualTo(FullPose));

    [TestCase(Plain)]
    [TestCase(Full)]
    public void Schema_OfWhatIsRead_IsValid(string text) => Assert.That(Schema.Validate(text), Is.Empty);

    [TestCase("{", "found")]
    [TestCase("{}", "expected schema, time_us")]
    [TestCase("""{"schema":"robotvision.frame/1"}""", "robotvision.pose/1")]
    [TestCase("""{"schema":"robotvision.pose/1","time_us":1,"position_m":[0,0],"orientation":[1,0,0,0]}""", "expected Number")]
    [TestCase("""{"schema":"robotvision.pose/1","time_us":1.5,"position_m":[0,0,1],"orientation":[1,0,0,0]}""", "integer number")]
    [TestCase("""{"schema":"robotvision.pose/1","time_us":1,"position_m":[0,0,1],"orientation":[1,0,0,0],"odometri":[0,0,0]}""", "odometri")]
    [TestCase("""{"schema":"robotvision.pose/1","time_us":1,"position_m":[0,0,NaN],"orientation":[1,0,0,0]}""", "invalid start")]
    [TestCase("hello", "neither")]
    [TestCase("", "version 0")]
    public void Parse_NoPose_SaysWhatWasExpected(string text, string message) =>
        Assert.That(() => Parse(text), Throws.TypeOf<FormatException>().With.Message.Contain(message));

    [Test]
    public void Read_FileWithABadLine_PassesOverAndNamesIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["poses.jsonl"], [Plain, "nonsense", "", Plain.Replace("12500", "22500", StringComparison.Ordinal)]);
        var counts = PoseFile.Read(folder["poses.jsonl"]).Counts;
        Assert.That((counts.Received, counts.Refused), Is.EqualTo((2, 1)));
        Assert.That(counts.Problem, Does.Contain("poses.jsonl:2: expected"));
    }

    [Test]
    public void Read_FileWithoutAPose_IsRejected()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["poses.jsonl"], "nonsense\n");
        Assert.That(() => PoseFile.Read(folder["poses.jsonl"]), Throws.TypeOf<InvalidDataException>().With.Message.Contain("none that can be used"));
    }

    [Test]
    [CancelAfter(300_000)]
    public void Receiver_DatagramsOfEachKind_TakesPosesAndCountsTheRest()
    {
        using var receiver = new PoseReceiver(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = new UdpClient();
        sender.Connect(IPAddress.Loopback, receiver.Port);
        sender.Send("noise"u8);
        sender.Send(Encoding.UTF8.GetBytes(Plain));
        var second = Protobuf(1);
        second.TimeUs += 1000;
        second.OrientationW = 1;
        second.OrientationY = 0;
        sender.Send(second.ToByteArray());
        Assert.That(() => receiver.History.Counts.Received, Is.EqualTo(2).After(180_000, 5));
        Assert.That(
            receiver.History.Counts, Has.Property(nameof(PoseCounts.Refused)).EqualTo(1).And.Property(nameof(PoseCounts.Problem)).Contain("Pose datagram"));
    }

    static Wire.Pose Protobuf(uint version) => new()
    {
        Version = version,
        TimeUs = 12_500,
        X = 0.05,
        Y = 0.01,
        Z = 0.55,
        OrientationW = 0.6,
        OrientationY = 0.8,
        OrientationSigma = 0.02,
        PositionSigma = 0.03,
        Odometry = new() { X = 1, Y = 2, Heading = 0.5 },
    };
}
