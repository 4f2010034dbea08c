using RobotVision.Inference;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;

namespace RobotVision.Teaching.Tests;

public class TeacherTests
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(4); // only a teacher that hangs reaches it

    [Test]
    public async Task Teacher_EnoughFramesTagged_TrainsAndWaitsForMore()
    {
        using var frames = new TaughtFrames(20);
        frames.Tag(0, Teacher.LeastFrames - 1);
        await using var teacher = new Teacher(frames.Session, frames.Options, default);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That((teacher.Status.Phase, teacher.Status.Tagged, teacher.Status.NextAt), Is.EqualTo((TeachPhase.Waiting, 14, 15)));
        frames.Tag(14, 1);
        await UntilAsync(teacher, status => status.Models.Count == 1);
        var status = teacher.Status;
        Assert.That((status.Models[0].Number, status.Models[0].Frames, status.NextAt), Is.EqualTo((1, 15, 23)));
        Assert.That(status.Curve.Select(point => point.Work).Distinct().Last(), Is.EqualTo("training"));
        Assert.That(File.Exists(frames["taught.onnx"]), Is.False, "without a model before it nothing says that it is better");
    }

    [Test]
    public async Task Take_ATrainedModel_WritesItWithItsInt8Form()
    {
        using var frames = new TaughtFrames(4);
        frames.Tag(0, 4);
        await using var teacher = new Teacher(frames.Session, frames.Options, default);
        teacher.TrainNow();
        await UntilAsync(teacher, status => status.Models.Count == 1);
        Assert.That(() => teacher.Take(2), Throws.TypeOf<InvalidDataException>().With.Message.Contains("1 of them"));
        teacher.Take(1);
        Assert.That(teacher.Status.Taken, Is.EqualTo(1));
        using var model = VisionModel.Load(frames["taught.onnx"], new() { Accelerator = Accelerator.Cpu });
        using var int8 = VisionModel.Load(frames["taught.int8.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That((model.Contract.Precision, int8.Contract.Precision), Is.EqualTo(("fp32", "int8")));
    }

    /// <summary>The recipe says nothing of a memory: that of the model is taught further.</summary>
    [Test]
    public async Task Teacher_FromAModelWithMemory_KeepsIt()
    {
        using var frames = new TaughtFrames(4);
        frames.Tag(0, 4);
        var start = WriteStart(frames["start.onnx"]);
        File.WriteAllText(frames.Recipe, """
            folds: 2
            training: { batch_size: 4, steps: 4, threads: 1, checkpoint_every: 2, report_every: 1 }
            data: [{ yaml: replaced.yaml, clip_frames: 2 }]
            """);
        await using var teacher = new Teacher(frames.Session, frames.Options with { From = start }, default);
        teacher.TrainNow();
        await UntilAsync(teacher, status => status.Models.Count == 1);
        teacher.Take(1);
        using var before = VisionModel.Load(start, new() { Accelerator = Accelerator.Cpu });
        using var taught = VisionModel.Load(frames["taught.int8.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That(taught.MemoryLength, Is.EqualTo(before.MemoryLength).And.GreaterThan(0));
        var recipe = System.Text.Json.JsonDocument.Parse(taught.Contract.Origin).RootElement.GetProperty("recipe");
        Assert.That(recipe.GetProperty("data")[0].GetProperty("clip_frames").GetInt32(), Is.EqualTo(2), "what is tagged makes clips, as the recipe says");
    }

    static string WriteStart(string path)
    {
        using var trainer = new Trainer(
            GridNetwork.Create(width: 0.25f, cells: 12, memory: new GatedMemory("memory", 3, 4)), new GridLoss(),
            new() { BatchSize = 4, Threads = 1, Steps = 1 });
        var contract = new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = [.. Enumerable.Repeat(0.5f, 8)], Origin = "{}" };
        trainer.Export(path, contract.ToMetadata());
        return path;
    }

    [Test]
    public async Task Teacher_StoppedInATraining_GoesOnWithItAtTheNextStart()
    {
        using var frames = new TaughtFrames(4);
        frames.Tag(0, 4);
        await using (var teacher = new Teacher(frames.Session, frames.Options with { Steps = 100_000 }, default))
        {
            teacher.TrainNow();
            await UntilAsync(teacher, status => status.Step > 0);
        }

        Assert.That(File.Exists(frames[".teaching/1/data/data.yaml"]), Is.True);
        frames.Reopen();
        await using var next = new Teacher(frames.Session, frames.Options, default);
        await UntilAsync(next, status => status.Models.Count == 1);
        Assert.That(next.Status.Models[0].Number, Is.EqualTo(1));
    }

    [Test]
    public async Task Pause_DuringATraining_StopsItUntilAsked()
    {
        using var frames = new TaughtFrames(4);
        frames.Tag(0, 4);
        await using (var teacher = new Teacher(frames.Session, frames.Options with { Steps = 100_000 }, default))
        {
            teacher.TrainNow();
            await UntilAsync(teacher, status => status.Step > 0);
            teacher.Pause();
            await UntilAsync(teacher, status => status is { Phase: TeachPhase.Waiting, IsPaused: true });
        }

        await using var next = new Teacher(frames.Session, frames.Options, default);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That((next.Status.Phase, next.Status.IsPaused), Is.EqualTo((TeachPhase.Waiting, true)), "also after a restart");
        next.TrainNow();
        await UntilAsync(next, status => status.Models.Count == 1);
    }

    [Test]
    public async Task Teacher_FramesOfTheValList_AreToldAndNotTrainedOn()
    {
        using var frames = new TaughtFrames(4);
        File.WriteAllText(frames["val.txt"], "images/hall-01.png\n");
        File.WriteAllText(frames["data.yaml"], "train: images\nval: val.txt\nnames: [ball, robot]\n");
        frames.Reopen();
        frames.Tag(0, 3);
        await frames.Session.WaitUntilReadAsync();
        await using var teacher = new Teacher(frames.Session, frames.Options, default);
        Assert.That((teacher.Status.Tagged, teacher.Status.HeldOut), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Teacher_FrameThatCannotBeRead_FailsAndTrainsAnewOnceItIsMended()
    {
        using var frames = new TaughtFrames(5);
        frames.Tag(0, 4);
        frames.Session.Looks.LookAt(2); // it is spoilt after the page saw it; one that is known to be unreadable is left out
        File.WriteAllText(frames["images/hall-02.png"], "no picture");
        await using var teacher = new Teacher(frames.Session, frames.Options, default);
        teacher.TrainNow();
        await UntilAsync(teacher, status => status.Phase == TeachPhase.Failed);
        Assert.That(teacher.Status.Work, Does.Contain("hall-02.png"));
        frames.Tag(4, 1);
        Assert.That(teacher.Status.Tagged, Is.EqualTo(5));
        frames.Session.Save(2, frames.Session.Read(2).Version, [], Tagging.Storage.FrameStatus.Unclear, "unclear");
        teacher.TrainNow();
        await UntilAsync(teacher, status => status.Models.Count == 1, mayHaveFailed: true);
        Assert.That(teacher.Status.Models[0].Frames, Is.EqualTo(4), "without the frame that cannot be read");
    }

    static async Task UntilAsync(Teacher teacher, Func<TeachStatus, bool> holds, bool mayHaveFailed = false)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds(teacher.Status))
        {
            Assert.That(mayHaveFailed || teacher.Status.Phase != TeachPhase.Failed || holds(teacher.Status), Is.True, teacher.Status.Work);
            await Task.Delay(50, limit.Token);
        }
    }
}
