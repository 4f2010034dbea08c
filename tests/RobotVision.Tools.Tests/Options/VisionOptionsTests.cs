using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

public class VisionOptionsTests
{
    [Test]
    public void Thresholds_OfTheCommandLine_HoldHoweverOftenAFrameIsLookedAt()
    {
        using var folder = new TemporaryFolder();
        var contract = Workplace.Contract with { Thresholds = [.. Enumerable.Repeat(0.2f, 8)], CloseUpThresholds = [.. Enumerable.Repeat(0.7f, 8)] };
        Workplace.WriteModel(folder["model.onnx"], RobotVision.Training.Network.GridNetwork.Create(), contract.ToMetadata());
        using var model = VisionModel.Load(folder["model.onnx"], new() { Accelerator = Accelerator.Cpu });
        var (vision, command) = (new VisionOptions(), new Command("work"));
        vision.AddTo(command);
        var thresholds = vision.Thresholds(command.Parse("--looks 6 --threshold ball=0.4"), model);
        Assert.That(new[] { 0, 1, 6 }.Select(closeUps => thresholds.For(closeUps)[ObjectClass.Robot]), Is.EqualTo(new[] { 0.2f, 0.7f, 0.7f }));
        Assert.That(new[] { 0, 1, 6 }.Select(closeUps => thresholds.For(closeUps)[ObjectClass.Ball]), Is.All.EqualTo(0.4f));
    }

    [Test]
    public void Looking_Budget_BoundsAllCloseUpsThatMayBeAskedFor()
    {
        var (vision, live, command) = (new VisionOptions(), new LiveOptions(), new Command("work"));
        vision.AddTo(command);
        live.AddTo(command);
        var arguments = command.Parse("--looks 2 --budget 7.5 --web");
        var most = live.MostLooking(arguments, vision.Looking(arguments));
        Assert.That((most.CloseUps, most.Budget.TotalMilliseconds), Is.EqualTo((6, 7.5)));
        Assert.That(vision.Looking(command.Parse("--looks 2")).Budget, Is.EqualTo(new RobotVision.CloseUps.CloseUpOptions().Budget));
    }
}
