using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Evaluation.Ground;
using RobotVision.Files;
using RobotVision.Pipeline;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate-ground</c>: accuracy of ball positions on the ground.</summary>
static class EvaluateGroundCommand
{
    /// <summary>Smallest distance of robot and ball in metres, one match after the other; the ball is up to two metres farther.</summary>
    static readonly double[] Distances = [0.65, 2, 3.5, 5, 7];

    public static Command Create()
    {
        var vision = new VisionOptions();
        var clips = new Option<int>("--clips") { Description = "Matches to render, 1..1000", DefaultValueFactory = _ => 5, HelpName = "N" };
        var frames = new Option<int>("--frames") { Description = "Frames of each", DefaultValueFactory = _ => 150, HelpName = "N" };
        var fps = new Option<double>("--fps")
        {
            Description = "Frames per second, 1..240; a low rate shows more of a match in the same number of frames",
            DefaultValueFactory = _ => 30,
            HelpName = "N",
        };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first match, then counting up", DefaultValueFactory = _ => 1000, HelpName = "N" };
        var sigma = new Option<double>("--pose-sigma")
        {
            Description = "Standard deviation of the poses with errors, radians and metres",
            DefaultValueFactory = _ => 0.01,
            HelpName = "X",
        };
        var report = new OutputOption("--report")
        {
            Files = page => [page, Path.ChangeExtension(page, ".json")],
            Description = "Write the report as HTML, and its numbers beside it as JSON",
            HelpName = "FILE",
        };
        var command = new Command("evaluate-ground", """
            Places and tracks the ball of rendered matches, with true poses and with poses with errors: the position error by distance, and
            whether the published uncertainty is right. Every five matches cover five distances.

            Example: robotvision evaluate-ground --looks 6 --clips 5 --report runs/ground.html
            """) { clips, frames, fps, seed, sigma, report };
        vision.AddModelTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            if (arguments.GetValue(clips) is (< 1 or > 1000) and var matches) throw new OptionException($"--clips: expected 1..1000, found {matches}.");
            if (arguments.GetValue(frames) is < 1 and var few) throw new OptionException($"--frames: expected 1 or more, found {few}.");
            if (!(arguments.GetValue(fps) is >= 1 and <= 240))
                throw new OptionException(FormattableString.Invariant($"--fps: expected 1..240, found {arguments.GetValue(fps)}."));
            if (!(arguments.GetValue(sigma) is >= 0 and < 0.5))
                throw new OptionException(FormattableString.Invariant($"--pose-sigma: expected 0..0.5, found {arguments.GetValue(sigma)}."));
            using var model = vision.LoadModel(arguments);
            var thresholds = vision.Thresholds(arguments, model);
            var (count, length, poseSigma) = (arguments.GetValue(clips), arguments.GetValue(frames), arguments.GetValue(sigma));
            if (arguments.GetValue(report) is { } target) WholeFile.Probe(target);
            List<GroundSample> exact = [], noisy = [];
            // Poses decide where close-ups are, so each kind of poses needs its own run.
            (List<GroundSample> Samples, double Sigma, ulong Seed)[] trials = [(exact, 0, 1), (noisy, poseSigma, 2)];
            await ConsoleProgress.RunAsync("matches", (long)count * length * trials.Length, async progress =>
            {
                for (var i = 0; i < count * trials.Length; i++)
                {
                    var (samples, sigmaOf, seedOf) = trials[i % trials.Length];
                    var number = i / trials.Length;
                    var clip = new MatchClip(new()
                    {
                        Seed = arguments.GetValue(seed) + (ulong)number,
                        Count = length,
                        Fps = arguments.GetValue(fps),
                        Distance = Distances[number % Distances.Length],
                    });
                    using var source = new MatchClipSource(clip, TimeProvider.System);
                    using var trial = new GroundTrial(clip, source, number, sigmaOf, seedOf);
                    var pipeline = new VisionPipeline(source, model, [trial], TimeProvider.System, vision.Looking(arguments), trial.Placer)
                    {
                        Thresholds = thresholds,
                    };
                    var run = pipeline.RunAsync(stop);
                    while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None)).ConfigureAwait(false) != run)
                        progress((long)i * length + pipeline.Metrics.Published, "frames");
                    await run.ConfigureAwait(false);
                    stop.ThrowIfCancellationRequested();
                    samples.AddRange(trial.Samples);
                }
            }).ConfigureAwait(false);
            var result = new GroundReport(Path.GetFileName(model.Path), exact, noisy, poseSigma);
            if (arguments.GetValue(report) is { } path)
            {
                result.ToHtml().Write(path);
                WholeFile.WriteAllText(Path.ChangeExtension(path, ".json"), result.ToJson());
            }

            Console.WriteLine(result);
            return CommandRunner.Success;
        });
        return command;
    }
}
