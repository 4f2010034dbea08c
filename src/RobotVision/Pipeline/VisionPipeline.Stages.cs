using RobotVision.Capture;

namespace RobotVision.Pipeline;

/// <content>The stages.</content>
public sealed partial class VisionPipeline
{
    readonly Lock _publishing = new();
    int _capturing;
    long _processed; // attempts, of all cameras

    /// <summary>Reads the frames of one camera, or of several that have one recording, on a thread of its own, since sources block.</summary>
    /// <remarks>What ends one camera ends the run only where no other goes on: see <see cref="RunAsync"/>.</remarks>
    void Capture(VisionCamera[] cameras, CancellationToken stop)
    {
        var (first, source) = (cameras[0], cameras[0].Source);
        Frame? frame = null;
        try
        {
            for (long number = 0; !stop.IsCancellationRequested && Array.Exists(cameras, IsWanted);)
            {
                frame ??= Pool.Rent(stop);
                (frame.Number, frame.Camera) = (number, first.Index);
                var outcome = source.Read(frame);
                frame.Source = first.Masked(frame.Source);
                if (outcome != ReadOutcome.SourceLost) number++;
                if (Cameras[frame.Camera].Note(outcome, frame)) Tell();
                if (outcome == ReadOutcome.Frame && IsWanted(Cameras[frame.Camera])) frame = HandOn(frame);
                if (outcome == ReadOutcome.End) break;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while waiting for a free frame: nothing is lost.
        }
        catch (Exception exception)
        {
            foreach (var camera in cameras) camera.Fail(exception);
        }
        finally
        {
            frame?.Dispose();
            End(cameras);
        }
    }

    static bool IsWanted(VisionCamera camera) => camera.Failure is null;

    /// <summary>No more frames come of some cameras: the others are told apart, and the last ones end the run.</summary>
    void End(VisionCamera[] cameras)
    {
        if (Interlocked.Decrement(ref _capturing) == 0)
        {
            _toProcess.Complete();
            return;
        }

        foreach (var camera in cameras) camera.Become(PipelineStatus.Ended);
        Tell();
    }

    /// <summary>Passes a frame on and gives the one to read into next; null when that one is to be waited for.</summary>
    Frame? HandOn(Frame frame)
    {
        var (captureTime, metrics) = (_clock.GetElapsedTime(frame.Timestamp), MetricsOf(frame));
        Frame? next = null;
        if (_isLive && !Pool.TryRent(out next))
        {
            metrics[Stage.Capture].CountDrop(DropReason.PoolEmpty);
            return frame;
        }

        var observation = Volatile.Read(ref _observations)[frame.Slot];
        observation.Times[Stage.Capture] = captureTime;
        metrics[Stage.Capture].Time.Add(captureTime);
        if (!_toProcess.TryWrite(observation)) Drop(observation, Stage.Sample, DropReason.Stopped);
        return next;
    }

    /// <summary>Runs one stage: takes what comes, works on it, hands it on unless that fails; without a next stage the frame goes home.</summary>
    void RunStage(Stage stage, FrameQueue<Observation> queue, FrameQueue<Observation>? next, Func<Observation, bool> work)
    {
        Exception? failure = null;
        try
        {
            while (queue.Wait())
                while (queue.TryRead(out var observation))
                    RunOne(stage, observation, next, work);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            next?.Complete(failure);
        }
    }

    void RunOne(Stage stage, Observation observation, FrameQueue<Observation>? next, Func<Observation, bool> work)
    {
        var handedOn = false;
        try
        {
            handedOn = work(observation) && (next?.TryWrite(observation) ?? false);
            if (next is not null && !handedOn) MetricsOf(observation.Frame)[stage].CountDrop(DropReason.Stopped);
        }
        finally
        {
            if (!handedOn) observation.Frame.Dispose();
        }
    }

    /// <summary>All steps between capture and publish; false where the frame's camera cannot go on.</summary>
    bool Process(Observation observation)
    {
        var camera = Cameras[observation.Frame.Camera];
        try
        {
            if (ProcessByModel(camera, observation)) Tell();
        }
        catch (InvalidDataException exception)
        {
            camera.Fail(exception); // its pictures do not fit its calibration
            return false;
        }

        // In a recording a still picture is nothing wrong, and nobody waits for its health.
        if (_isLive) camera.Pictures.Look(observation.Views.WholeSample, _runner.Model.Contract.Input, observation.Frame.Timestamp);
        var (processTime, metrics) = (TimeSpan.Zero, camera.Metrics);
        for (var stage = Stage.Sample; stage < Stage.Publish; stage++)
        {
            if (stage != Stage.CloseUp || observation.Inputs.CloseUps > 0) metrics[stage].Time.Add(observation.Times[stage]);
            processTime += observation.Times[stage];
        }

        JudgeSpeed(processTime);
        return true;
    }

    /// <summary>The inputs of a frame: those of the recording where one is replayed.</summary>
    FrameInputs InputsOf(VisionCamera camera, Frame frame)
    {
        var processor = camera.Processor;
        if (Recorded is null || !Recorded.TryTake(frame, out var recorded)) return processor.InputsOf(frame, camera.Name, _thresholds, _isLive);
        if (recorded.Before is { } before) processor.Restore(before);
        // Without a look at the placer's poses where they are not used: it counts at how many frames they are known.
        var now = Recorded.HasPoses
            ? recorded.Inputs with { Model = _runner.Model.Hash, Classes = _runner.Model.Contract.Classes, Thresholds = _thresholds, CloseUps = CloseUps }
            : processor.InputsOf(frame, camera.Name, _thresholds);
        now = now with { Remembered = processor.RememberedAt(frame, recorded.Inputs.Time) };
        return Recorded.Merge(recorded.Inputs, now, MostCloseUps);
    }

    bool Publish(Observation observation)
    {
        var (started, metrics) = (_clock.GetTimestamp(), MetricsOf(observation.Frame));
        // A recording is read ahead as far as the pool reaches: there the wait says nothing, and only the work counts.
        observation.TotalTime = _isLive ? _clock.GetElapsedTime(observation.Frame.Timestamp) : observation.Times.Sum;
        metrics.Total.Add(observation.TotalTime);
        lock (_publishing)
            for (var i = 0; i < _publishers.Length; i++) PublishTo(i, observation);
        foreach (var subscription in _subscriptions) subscription.Offer(observation);
        observation.Times[Stage.Publish] = _clock.GetElapsedTime(started);
        metrics[Stage.Publish].Time.Add(observation.Times[Stage.Publish]);
        return true;
    }

    PipelineMetrics MetricsOf(Frame frame) => Cameras[frame.Camera].Metrics;
}
