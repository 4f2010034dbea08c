using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Reports;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Pages;

[TestFixture]
public class ExampleSheetTests
{
    const int Tile = 160 + PictureSheet.Gap, Columns = 7;

    const int Dark = 24;

    [Test]
    public void Draw_HitFalseAlarmAndMiss_ShowsEachInItsRowAndColumn()
    {
        var (hit, wrong, missed) = (new Box(300, 200, 320, 220), new Box(500, 200, 520, 220), new Box(100, 200, 120, 220));
        var frames = new[]
        {
            TestFrames.Of(0, [new(ObjectClass.Ball, hit), new(ObjectClass.Robot, hit)], [new(ObjectClass.Ball, 0.9f, hit)]),
            TestFrames.Of(1, [], [new(ObjectClass.Ball, 0.8f, wrong)]),
            TestFrames.Of(2, [new(ObjectClass.Ball, missed)], []),
        };
        var evaluation = ModelEvaluation.Of(PredictionSet.Of("model.onnx", "data", 0, TestFrames.Half, frames));

        var sheet = ExampleSheet.Draw(evaluation, new Shaded(), TestFrames.Half);

        // Each frame has its own grey, which is read near the centre of a tile, inside the outlines and above the cross of a false alarm.
        var (left, top) = (sheet.Width - Columns * Tile, sheet.Height - 2 * Tile);
        int Shade(int column, int row) => sheet.Pixels[((top + Tile / 2 - 12 + row * Tile) * sheet.Width + left + Tile / 2 + column * Tile) * 3];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((left, top), Is.EqualTo((Math.Clamp(left, 40, 200), Math.Clamp(top, 10, 40))), "room for names");
            int[] ball = [50, 50, 50, 100, Dark, 150, Dark], robot = [Dark, Dark, Dark, Dark, Dark, 50, Dark];
            Assert.That(Enumerable.Range(0, 7).Select(column => Shade(column, 0)), Is.EqualTo(ball), "found three times, false alarm, miss");
            Assert.That(Enumerable.Range(0, 7).Select(column => Shade(column, 1)), Is.EqualTo(robot), "the robot was missed");
        }
    }

    sealed class Shaded : IDataset
    {
        public string Name => "shaded";

        public int Count => 3;

        public LabelledImage Load(int index)
        {
            var image = new BgrImage(640, 480);
            Array.Fill(image.Pixels, (byte)(50 * (index + 1)));
            return new($"{index}", image, [], ClassSet.BuiltIn);
        }
    }
}
