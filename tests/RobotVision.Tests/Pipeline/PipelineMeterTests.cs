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
        Assert.That(measured, Does.Contain(("robotvision.frames.dropped", 1.0, "stage=sample reason=NewerFrame camera=head")));
        Assert.That(measured.Where(one => one.Tags == "camera=head").Select(one => (one.Name, one.Value)), Is.SupersetOf(new[]
        {
            ("robotvision.health", 1.0), ("robotvision.source.rate", 29.5), ("robotvision.source.stalls", 3.0), ("robotvision.source.losses", 2.0),
        }));
        Assert.That(measured.Single(one => one.Tags == "stage=publish quantile=0.5 camera=head").Value, Is.EqualTo(2).Within(0.05));
    }
}
