using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Tests.Targets;

public class GridTargetsTests
{
    static readonly GridLayout Layout = new(12);

    readonly float[] _targets = new float[Layout.Length];
    readonly float[] _weights = new float[Layout.Length];

    [Test]
    public void Write_OneBall_TargetsDecodeToItsBox()
    {
        var box = Box.FromCenter(42, 61, 10, 14);
        GridTargets.Write([new(ObjectClass.Ball, box)], ClassSet.BuiltIn, _targets, _weights);
        const int row = 7, column = 5; // 61 / 8, 42 / 8
        var x = (column + 0.5f + Target(ObjectClass.Ball, GridLayout.OffsetX, row, column)) * 8;
        var y = (row + 0.5f + Target(ObjectClass.Ball, GridLayout.OffsetY, row, column)) * 8;
        var width = MathF.Exp(Target(ObjectClass.Ball, GridLayout.LogWidth, row, column)) * 8;
        var height = MathF.Exp(Target(ObjectClass.Ball, GridLayout.LogHeight, row, column)) * 8;
        Assert.That(Box.FromCenter(x, y, width, height).Overlap(box), Is.EqualTo(1).Within(1e-3f));
        Assert.That(Target(ObjectClass.Ball, GridLayout.Logit, row, column), Is.EqualTo(1));
    }

    [Test]
    public void Write_OneBall_ConfidenceFallsAsAGaussian()
    {
        GridTargets.Write([new(ObjectClass.Ball, Box.FromCenter(44, 60, 8, 8))], ClassSet.BuiltIn, _targets, _weights);
        Assert.That(Target(ObjectClass.Ball, GridLayout.Logit, 7, 6), Is.EqualTo(MathF.Exp(-0.5f / (0.45f * 0.45f))).Within(1e-5f));
        Assert.That(Weight(ObjectClass.Ball, GridLayout.OffsetX, 7, 6), Is.Zero);
        Assert.That(Target(ObjectClass.Robot, GridLayout.Logit, 7, 5), Is.Zero);
    }

    [Test]
    public void Write_UnlabelledClass_HasNoWeightAnywhere()
    {
        var labelled = ClassSet.Of(ObjectClass.Ball);
        GridTargets.Write([new(ObjectClass.Robot, Box.FromCenter(44, 60, 8, 8))], labelled, _targets, _weights);
        Assert.That(_weights.Sum(), Is.EqualTo(Layout.Plane));
        Assert.That(Weight(ObjectClass.Ball, GridLayout.Logit, 0, 0), Is.EqualTo(1));
        Assert.That(_targets, Is.All.Zero);
    }

    [Test]
    public void Write_IgnoredObject_TakesItsCellsOutOfTheLoss()
    {
        GridTargets.Write([new(ObjectClass.Ball, new(41, 57, 46, 62), Ignore: true)], ClassSet.BuiltIn, _targets, _weights);
        Assert.That(Weight(ObjectClass.Ball, GridLayout.Logit, 7, 5), Is.Zero);
        Assert.That(Weight(ObjectClass.Ball, GridLayout.Logit, 7, 6), Is.EqualTo(1));
        Assert.That(Weight(ObjectClass.Robot, GridLayout.Logit, 7, 5), Is.EqualTo(1));
        Assert.That(_targets, Is.All.Zero);
    }

    [Test]
    public void Write_ObjectInsideAnIgnoredOne_IsLearned()
    {
        GridTargets.Write(
            [new(ObjectClass.Robot, new(0, 0, 96, 96), Ignore: true), new(ObjectClass.Robot, Box.FromCenter(44, 60, 8, 8))],
            ClassSet.BuiltIn, _targets, _weights);
        Assert.That(Weight(ObjectClass.Robot, GridLayout.Logit, 7, 5), Is.EqualTo(1));
        Assert.That(Weight(ObjectClass.Robot, GridLayout.Logit, 0, 0), Is.Zero);
    }

    [Test]
    public void Write_TwoBalls_EachCellLearnsTheNearer()
    {
        GridTargets.Write(
            [new(ObjectClass.Ball, Box.FromCenter(40, 60, 20, 20)), new(ObjectClass.Ball, Box.FromCenter(56, 60, 30, 30))],
            ClassSet.BuiltIn, _targets, _weights);
        Assert.That(Target(ObjectClass.Ball, GridLayout.LogWidth, 7, 5), Is.EqualTo(MathF.Log(20f / 8)).Within(1e-5f));
        Assert.That(Target(ObjectClass.Ball, GridLayout.LogWidth, 7, 7), Is.EqualTo(MathF.Log(30f / 8)).Within(1e-5f));
    }

    [Test]
    public void Write_CentreOutsideTheSample_TakesNoPart()
    {
        GridTargets.Write([new(ObjectClass.Robot, new(80, 10, 130, 60))], ClassSet.BuiltIn, _targets, _weights);
        Assert.That(_targets, Is.All.Zero);
        Assert.That(Weight(ObjectClass.Robot, GridLayout.Logit, 4, 11), Is.Zero);
    }

    [Test]
    public void Write_TargetsOfNoGrid_AreRejected() =>
        Assert.That(
            () => GridTargets.Write([], ClassSet.BuiltIn, new float[3], new float[3]), Throws.ArgumentException.With.Message.Contains("found 3 values"));

    [Test]
    public void Write_FewerWeightsThanTargets_AreRejected() =>
        Assert.That(() => GridTargets.Write([], ClassSet.BuiltIn, _targets, new float[3]),
            Throws.ArgumentException.With.Message.Contains("found 5760 targets and 3 weights"));

    [Test]
    public void Write_FinerGrid_TheGaussianIsAsWideInPixels()
    {
        var fine = new GridLayout(24);
        float[] targets = new float[fine.Length], weights = new float[fine.Length];
        GridTargets.Write([new(ObjectClass.Ball, Box.FromCenter(42, 62, 8, 8))], ClassSet.BuiltIn, targets, weights);
        var first = (int)ObjectClass.Ball * fine.ClassLength + 15 * 24 + 10; // the cell that holds the centre: 62 / 4, 42 / 4
        Assert.That(targets[first], Is.EqualTo(1));
        Assert.That(targets[first + 2], Is.EqualTo(MathF.Exp(-0.5f * 64 / (3.6f * 3.6f))).Within(1e-5f), "eight pixels away");
        Assert.That(MathF.Exp(targets[first + GridLayout.LogWidth * fine.Plane]) * 4, Is.EqualTo(8).Within(1e-4f));
    }

    float Target(ObjectClass objectClass, int value, int row, int column) => _targets[Index(objectClass, value, row, column)];

    float Weight(ObjectClass objectClass, int value, int row, int column) => _weights[Index(objectClass, value, row, column)];

    static int Index(ObjectClass objectClass, int value, int row, int column) =>
        (((int)objectClass * GridLayout.ValuesPerClass + value) * Layout.Cells + row) * Layout.Cells + column;
}
