using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

/// <summary>What a <c>data.yaml</c> says of how its labels are meant: <c>minimum</c> and <c>foot</c>.</summary>
public class LabelRulesTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeSet()
    {
        _folder = new();
        ImageFile.Write(_folder.Write("a.png", ""), new BgrImage(192, 96).View);
        // A robot of 12 x 6 and one of 6 x 4 pixels: 6 and 4 of the longer side in a view of 96 x 96; a goalpost.
        _folder.Write("a.txt", "0 0.5 0.5 0.0625 0.0625\n0 0.2 0.5 0.03125 0.041666\n1 0.8 0.5 0.2 0.2\n");
        _folder.Write("list.txt", "a.png\n");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    ImageDataset Open(string rules) => new(DataYaml.Load(_folder.Write("data.yaml", $"train: list.txt\nnames: [robot, goalpost]\n{rules}\n")), "train");

    [TestCase("", new[] { false, false, false })]
    [TestCase("minimum: { robot: 5 }", new[] { false, true, false })]
    [TestCase("minimum: { robot: 6.5, goalpost: 1 }", new[] { true, true, false })]
    public void Load_Minimum_IgnoresSmallerObjects(string rules, bool[] ignored) =>
        Assert.That(Open(rules).Load(0).Labels.Select(label => label.Ignore), Is.EqualTo(ignored));

    [Test]
    public void Augment_FootLabels_TeachNothing()
    {
        var image = Open("foot: [goalpost]").Load(0);
        Assert.That(image.Feet, Is.EqualTo(ClassSet.Of(ObjectClass.Goalpost)));
        var random = new RandomSequence(1, 2);
        var sample = new SampleAugmenter(AugmentationOptions.None).Augment(image, ref random, new float[SampleFormat.Length]);
        Assert.That(sample.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Robot)));
        Assert.That(sample.Labels.Select(label => label.Class), Is.All.EqualTo(ObjectClass.Robot));
    }

    [Test]
    public void Meaning_RulesChanged_IsAnother()
    {
        string[] all = [.. new[] { "", "foot: [robot]", "minimum: { robot: 5 }", "minimum: { robot: 6 }" }.Select(rules => Open(rules).Meaning)];
        Assert.That(all, Is.Unique);
    }

    [TestCase("foot: [post]", "foot", "found 'post'")]
    [TestCase("foot: [robot, line_l]", "foot", "found 'line_l', which is a point on the ground")]
    [TestCase("minimum: { post: 5 }", "minimum", "found 'post'")]
    [TestCase("minimum: { robot: large }", "minimum", "expected 0 to 96 pixels")]
    [TestCase("minimum: { robot: -1 }", "minimum", "expected 0 to 96 pixels")]
    [TestCase("minimum: 5", "minimum", "expected a map such as '{ obstacle: 6 }'")]
    [TestCase("minimal: { robot: 5 }", "the top level", "expected 'minimum'")]
    public void Load_WrongRule_NamesFieldAndWhatToWrite(string rules, string field, string problem) =>
        Assert.That(() => Open(rules), Throws.TypeOf<InvalidDataException>().With.Message.Contains($":3: {field}").And.Message.Contains(problem));
}
