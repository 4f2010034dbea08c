using System.Globalization;
using RobotVision.Capture;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Replay;

/// <summary>Shows on the standard error how far a replay is.</summary>
static class ReplayProgress
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    static readonly TimeSpan Window = TimeSpan.FromSeconds(1); // over which the rate is measured: what was paused does not count

    /// <summary>Runs a pipeline to its end.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="source">The recording.</param>
    /// <param name="played">Who watches may stop it and jump in it, so that there is no time that is left; null where nobody watches.</param>
    /// <param name="stop">Ends it.</param>
    public static Task RunAsync(VisionPipeline pipeline, IFrameSource source, PlayedSource? played, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        return ConsoleProgress.RunAsync(source.Name, played is null ? source.FrameCount : null, async report =>
        {
            var run = pipeline.RunAsync(stop);
            var (since, before, rate) = (clock.GetTimestamp(), 0L, "");
            while (await Task.WhenAny(run, Task.Delay(Look, CancellationToken.None)).ConfigureAwait(false) != run)
            {
                var (published, elapsed) = (pipeline.Metrics.Published, clock.GetElapsedTime(since));
                if (elapsed >= Window)
                {
                    rate = string.Create(CultureInfo.InvariantCulture, $"{(published - before) / elapsed.TotalSeconds:F0} frames/s");
                    (since, before) = (clock.GetTimestamp(), published);
                }

                report(published, (Where(played) is { } place ? $"{place}, {rate}" : rate).TrimEnd(',', ' '));
            }

            await run.ConfigureAwait(false);
        });
    }

    /// <summary>Where a recording is played, not how many frames were: they may come again.</summary>
    internal static string? Where(PlayedSource? played) => played is not { FrameCount: { } frames, Place: >= 0 and var place } ? null
        : string.Create(CultureInfo.InvariantCulture, $"at frame {place} of 0..{frames - 1}{(played.Playing.IsPlaying ? "" : ", stopped")}");
}
