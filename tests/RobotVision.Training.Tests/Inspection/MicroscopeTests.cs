using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Sampling;
using RobotVision.Training.Inspection;

namespace RobotVision.Training.Tests.Inspection;

public class MicroscopeTests
{
    const int Cells = 12, Cell = SampleFormat.Size / Cells, Row = 3, Column = 7;

    BlobModel _model = null!;
    Microscope _microscope = null!;
    MagnifiedFrame _frame = null!;

    [SetUp]
    public void Look()
    {
        _model = new();
        _microscope = new(_model.Path);
        // Black, with one cell in full red; four times as large as the sample.
        const int scale = 4, side = SampleFormat.Size * scale;
        var picture = new BgrImage(side, side);
        for (var y = Row * Cell * scale; y < (Row + 1) * Cell * scale; y++)
            for (var x = Column * Cell * scale; x < (Column + 1) * Cell * scale; x++) picture.Pixels[(y * side + x) * 3 + 2] = byte.MaxValue;
        _frame = _microscope.Look(picture.View);
    }

    [TearDown]
    public void Free()
    {
        _microscope.Dispose();
        _model.Dispose();
    }

    [Test]
    public void Look_ABall_GivesItsCellItsValuesAndTheLayersBefore()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_frame.Answer.Grid!.Value.Cells, Is.EqualTo(Cells));
            Assert.That(_frame.Answer.Cells[(int)ObjectClass.Ball], Is.EqualTo(Row * Cells + Column));
            float[] expected = [1 / (1 + MathF.Exp(-BlobModel.Gain)), (Column + 0.5f) / Cells, (Row + 0.5f) / Cells, 1f / Cells, 1f / Cells];
            Assert.That(_frame.Answer.Features[0], Is.EqualTo(expected).Within(0.01f));
            Assert.That(_frame.Layers.Select(layer => layer.Name), Is.EqualTo(new[] { "red", "mean", "head" }));
            Assert.That(_microscope.Filters.Select(layer => layer.Name), Is.EqualTo(new[] { "red", "head" }));
        }
    }

    [TestCase(0, true, TestName = "the ball")]
    [TestCase(-0.3, false, TestName = "beside it")]
    [TestCase(3, false, TestName = "outside the picture")]
    public void Covered_APatch_ChangesOnlyWhatItHides(double aside, bool falls)
    {
        const double side = 1.0 / Cells;
        var covered = _frame.Covered(Column * side + aside, Row * side, side, side);
        Assert.That(covered.Features[0][0], falls ? Is.LessThan(0.6f) : Is.EqualTo(_frame.Answer.Features[0][0]).Within(1e-5));
    }

    [Test]
    public void Pixels_OfTheConfidence_AreThoseOfTheBall()
    {
        var drops = _frame.Pixels(ObjectClass.Ball, 0);
        var strongest = Array.IndexOf(drops, drops.Max());
        Assert.That((strongest / SampleFormat.Size / Cell, strongest % SampleFormat.Size / Cell), Is.EqualTo((Row, Column)));
        Assert.That(_frame.Pixels(ObjectClass.Ball, 1), Is.All.EqualTo(0), "this model places every ball in the middle of its cell");
        Assert.That(() => _frame.Pixels(ObjectClass.Ball, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
