using System.Threading.Channels;
using RobotVision.Capture;

namespace RobotVision.Pipeline;

/// <content>The stages.</content>
public sealed partial class VisionPipeline
{
    const int MostProblems = 100;

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
            _toProcess.Writer.TryComplete(failure);
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

        var observation = Volatile.Read(ref _observations)[frame.Slot];
        observation.Times[Stage.Capture] = captureTime;
        Metrics[Stage.Capture].Time.Add(captureTime);
        if (!_toProcess.Writer.TryWrite(observation)) Drop(observation, Stage.Sample, DropReason.Stopped);
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
            work(observation);
            handedOn = next?.TryWrite(observation) ?? false;
            if (next is not null && !handedOn) Metrics[stage].CountDrop(DropReason.Stopped);
        }
        finally
        {
            if (!handedOn) observation.Frame.Dispose();
        }
    }

    /// <summary>All steps between capture and publish.</summary>
    void Process(Observation observation)
    {
        if (ProcessByModel(observation)) _states.Writer.TryWrite(State);
        var processTime = TimeSpan.Zero;
        for (var stage = Stage.Sample; stage < Stage.Publish; stage++)
        {
            if (stage != Stage.CloseUp || observation.Inputs.CloseUps > 0) Metrics[stage].Time.Add(observation.Times[stage]);
            processTime += observation.Times[stage];
        }

        JudgeSpeed(processTime);
    }

    /// <summary>The inputs of a frame: those of the recording where one is replayed.</summary>
    FrameInputs InputsOf(Frame frame)
    {
        if (Recorded is null || !Recorded.TryTake(frame.Number, out var recorded))
            return _processor.InputsOf(frame, _sourceName, _thresholds, _source.IsLive);
        if (recorded.Before is { } before) _processor.Restore(before);
        // Without a look at the placer's poses where they are not used: it counts at how many frames they are known.
        var now = Recorded.HasPoses
            ? recorded.Inputs with { Model = _runner.Model.Hash, Classes = _runner.Model.Contract.Classes, Thresholds = _thresholds, CloseUps = CloseUps }
            : _processor.InputsOf(frame, _sourceName, _thresholds);
        return Recorded.Merge(recorded.Inputs, now, MostCloseUps);
    }

    void Publish(Observation observation)
    {
        var started = _clock.GetTimestamp();
        // A recording is read ahead as far as the pool reaches: there the wait says nothing, and only the work counts.
        observation.TotalTime = _source.IsLive ? _clock.GetElapsedTime(observation.Frame.Timestamp) : observation.Times.Sum;
        Metrics.Total.Add(observation.TotalTime);
        lock (_publishing)
            for (var i = 0; i < _publishers.Length; i++) PublishTo(i, observation);
        foreach (var subscription in _subscriptions) subscription.Offer(observation);
        observation.Times[Stage.Publish] = _clock.GetElapsedTime(started);
        Metrics[Stage.Publish].Time.Add(observation.Times[Stage.Publish]);
    }
}
