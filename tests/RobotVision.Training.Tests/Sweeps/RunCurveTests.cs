using RobotVision.Training.Sweeps;

namespace RobotVision.Training.Tests.Sweeps;

public class RunCurveTests
{
    [Test]
    public void Read_LinesOfARun_GivesBothLossesAndTheirGap()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path,
        [
            """{"step":10,"losses":{"class":2,"box":1}}""",
            """{"step":20,"losses":{"class":1,"box":0.5}}""",
            """{"step":20,"validation":{"class":2.5,"box":0.5}}""",
        ]);
        var curve = RunCurve.Read(path);
        File.Delete(path);
        Assert.That(curve.Training, Is.EqualTo(new[] { (10.0, 3.0), (20.0, 1.5) }));
        Assert.That((curve.LastTraining, curve.LastValidation), Is.EqualTo((1.5, 3.0)));
        Assert.That(curve.Gap, Is.EqualTo(new[] { (20.0, 1.5) }));
    }

    [Test]
    public void Read_NoFile_HasNoCurves() => Assert.That(RunCurve.Read("none.jsonl").LastTraining, Is.Null);
}
