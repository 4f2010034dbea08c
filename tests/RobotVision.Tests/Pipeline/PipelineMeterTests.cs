using System.Diagnostics.Metrics;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tests.Pipeline;

public class PipelineMeterTests
{
    [Test]
    public void Observe_FramesPublishedAndDropped_AreMeasuredByCameraStageAndReason()
    {
        var metrics = new PipelineMetrics();
        metrics[Stage.Publish].Time.Add(TimeSpan.FromMilliseconds(2));
        metrics[Stage.Sample].CountDrop(DropReason.NewerFrame);
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "head", null, ExecutionProvider.Cpu, 1, 1, 0)
        {
            Health = new(HealthLevel.Degraded, [new(HealthProblem.Black, "black")]) { Stalls = 3, Losses = 2, FramesPerSecond = 29.5 },
            Poses = new(9, 4, 0, 0, null) { Frames = 8, Known = 7 },
        };
        using var meter = new PipelineMeter(metrics, "head", () => state);
        var measured = new List<(string Name, double Value, string Tags)>();
        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.Add((instrument.Name, value,
                string.Join(' ', tags.ToArray().Concat(instrument.Meter.Tags ?? []).Select(tag => $"{tag.Key}={tag.Value}"))));
        using var listener = new MeterListener();
        // Other tests run pipelines at the same time: only this meter counts.
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == PipelineMetrics.MeterName && instrument.Meter.Tags?.Any(tag => Equals(tag.Value, "head")) == true)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.That(measured, Does.Contain(("robotvision.frames.published", 1.0, "camera=head")));
        Assert.That(measured, Does.Contain(("robotvision.frames.dropped", 1.0, "stage=sample reason=newer_frame camera=head")));
        Assert.That(measured.Where(one => one.Tags == "camera=head").Select(one => (one.Name, one.Value)), Is.SupersetOf(new[]
        {
            ("robotvision.health", 1.0), ("robotvision.source.rate", 29.5), ("robotvision.source.stalls", 3.0), ("robotvision.source.losses", 2.0),
            ("robotvision.poses.received", 9.0), ("robotvision.poses.refused", 4.0), ("robotvision.poses.needed", 8.0), ("robotvision.poses.known", 7.0),
        }));
        Assert.That(measured.Single(one => one.Tags == "stage=publish quantile=0.5 camera=head").Value, Is.EqualTo(2).Within(0.05));
    }

    [Test]
    public void Observe_SourceThatCameToItsEnd_HasNoHealth()
    {
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "short", null, ExecutionProvider.Cpu, 1, 1, 0);
        using var meter = new PipelineMeter(new(), "short", () => state);
        var levels = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "robotvision.health" && instrument.Meter.Tags?.Any(tag => Equals(tag.Value, "short")) == true)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => levels.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        state = state with { Status = PipelineStatus.Ended };
        listener.RecordObservableInstruments();
        Assert.That(levels, Is.EqualTo(new[] { 0 }));
        state = state with { Problem = "unplugged", Health = new(HealthLevel.Lost, []) };
        listener.RecordObservableInstruments();
        Assert.That(levels, Is.EqualTo(new[] { 0, 2 }));
    }

    [Test]
    public void Observe_OfTheRun_UnsentAndRecordingAreMeasuredWhereThereAreAny()
    {
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "head", null, ExecutionProvider.Cpu, 1, 1, 0);
        var measured = new List<(string Name, long Value)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == PipelineMetrics.MeterName && instrument.Meter.Tags is null) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
        using var model = TestModel.Load();
        using var meter = new RunMeter(() => state, () => model);
        listener.Start();
        // Other tests run pipelines at the same time, hence the odd numbers.
        state = state with { Unsent = new(71_717, "gone"), Recording = new(true, "a.mcap", 82_828, 93_939, null) };
        listener.RecordObservableInstruments();
        Assert.That(measured, Is.SupersetOf(new[]
        {
            ("robotvision.messages.unsent", 71_717L), ("robotvision.recording.active", 1), ("robotvision.recording.frames", 82_828),
            ("robotvision.recording.dropped", 93_939),
        }));
    }
}
