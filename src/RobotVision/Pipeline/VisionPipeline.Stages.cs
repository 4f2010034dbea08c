using System.Threading.Channels;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Sampling;

namespace RobotVision.Pipeline;

/// <content>The stages.</content>
public sealed partial class VisionPipeline
{
    const int MostProblems = 100;

    readonly Sampler _sampler = new();
    readonly Sampler _closeUpSampler = new(); // of the next stage, which works at the same time
    readonly CloseUpChooser _chooser;
    readonly ViewExpectation _expectation = new();
    readonly List<string> _problems = [];
    readonly Lock _publishing = new();
    (string Name, string Masked) _lastSource = ("", "");

    /// <summary>Reads frames on a thread of its own, since sources block.</summary>
    void Capture(CancellationToken stop)
    {
        Exception? failure = null;
        Frame? frame = null;
        try
        {
            for (long number = 0; !stop.IsCancellationRequested;)
            {
                frame ??= Pool.Rent(stop);
                frame.Number = number;
                var outcome = _source.Read(frame);
                frame.Source = Masked(frame.Source);
                if (outcome != ReadOutcome.SourceLost) number++;
                Note(outcome);
                if (outcome == ReadOutcome.Frame) frame = HandOn(frame);
                if (outcome != ReadOutcome.End) continue;
                if (_source.Problem is { } problem) Remember(problem, isLast: true);
                break;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while waiting for a free frame: nothing is lost.
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            frame?.Dispose();
            _toSample.Writer.TryComplete(failure);
        }
    }

    /// <summary>A source's name without passwords; worked out when it changes, since frame after frame comes from the same.</summary>
    string Masked(string source)
    {
        if (!ReferenceEquals(source, _lastSource.Name)) _lastSource = (source, SourceName.Masked(source));
        return _lastSource.Masked;
    }

    /// <summary>Passes a frame on and gives the one to read into next; null when that one is to be waited for.</summary>
    Frame? HandOn(Frame frame)
    {
        var captureTime = _clock.GetElapsedTime(frame.Timestamp);
        Frame? next = null;
        if (_source.IsLive && !Pool.TryRent(out next))
        {
            Metrics[Stage.Capture].CountDrop(DropReason.PoolEmpty);
            return frame;
        }

        var observation = _observations[frame.Slot];
        observation.Frame = frame;
        observation.CaptureTime = captureTime;
        Metrics[Stage.Capture].Time.Add(captureTime);
        if (!_toSample.Writer.TryWrite(observation)) Drop(observation, Stage.Sample, DropReason.Stopped);
        return next;
    }

    /// <summary>Runs one stage: takes what comes, works on it, hands it on; without a next stage the frame goes home.</summary>
    async Task RunStageAsync(Stage stage, ChannelReader<Observation> reader, ChannelWriter<Observation>? next, Action<Observation> work)
    {
        Exception? failure = null;
        try
        {
            while (await reader.WaitToReadAsync().ConfigureAwait(false))
                while (reader.TryRead(out var observation))
                    RunOne(stage, observation, next, work);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            next?.TryComplete(failure);
        }
    }

    void RunOne(Stage stage, Observation observation, ChannelWriter<Observation>? next, Action<Observation> work)
    {
        var handedOn = false;
        try
        {
            var started = _clock.GetTimestamp();
            work(observation);
            Metrics[stage].Time.Add(observation.TimeOf(stage) ?? _clock.GetElapsedTime(started));
            handedOn = next?.TryWrite(observation) ?? false;
            if (next is not null && !handedOn) Metrics[stage].CountDrop(DropReason.Stopped);
        }
        finally
        {
            if (!handedOn) observation.Frame.Dispose();
        }
    }

    void Sample(Observation observation)
    {
        var started = _clock.GetTimestamp();
        observation.Looks.Begin(observation.Frame.Picture, _sampler, _model.Contract.Input);
        observation.SampleTime = _clock.GetElapsedTime(started);
    }

    void Infer(Observation observation)
    {
        var started = _clock.GetTimestamp();
        observation.Looks.Run(_model);
        var closeUps = _source.IsLive ? _looking.CloseUpsInTime(_clock.GetElapsedTime(started)) : _looking.CloseUps; // the same results in every replay
        if (closeUps > 0)
        {
            Localizer.Expect(observation.Frame, _expectation);
            observation.Looks.RunCloser(closeUps, observation.Frame.Picture, _expectation, _chooser, _closeUpSampler, _model);
        }

        observation.InferTime = _clock.GetElapsedTime(started);
        // Where to look in the next frame is told by the tracks of this one: then the two steps are not done at the same time.
        if (_looking.CloseUps > 0) Understand(observation);
    }

    void Decode(Observation observation)
    {
        if (_looking.CloseUps == 0) Understand(observation);
    }

    void Understand(Observation observation)
    {
        var started = _clock.GetTimestamp();
        var frame = observation.Frame;
        observation.Detections.Clear();
        observation.Features.Clear();
        LookMerger.Decode(observation.Looks.Outputs, observation.Looks.Regions, frame.Width, frame.Height, _thresholds.For(observation.Looks.Count - 1), observation.Detections, observation.Features);
        if (Localizer.Localize(observation)) _states.Writer.TryWrite(State);
        observation.DecodeTime = _clock.GetElapsedTime(started);
    }

    void Publish(Observation observation)
    {
        // A recording is read ahead as far as the pool reaches: there the wait says nothing, and only the work counts.
        observation.TotalTime = _source.IsLive
            ? _clock.GetElapsedTime(observation.Frame.Timestamp)
            : observation.CaptureTime + observation.SampleTime + observation.InferTime + observation.DecodeTime;
        Metrics.Total.Add(observation.TotalTime);
        lock (_publishing)
            foreach (var publisher in _publishers) publisher.Publish(observation);
    }
}
