using System.Net;
using System.Text.Json;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Onboard;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

/// <summary>What supervisors are told of a run: <c>/health</c>, <c>/metrics</c> and <c>--on-state</c>.</summary>
public class HealthTests
{
    [Test]
    [CancelAfter(300_000)]
    public async Task Run_WithControlAndHook_TellsItsHealthWithoutTheToken(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var video = TestVideo.WriteLong(folder["clip.mp4"]);
        using var run = CommandLine.Start(
            null, "run", "--camera", video, "--model", Workplace.Model, "--jsonl", folder["live.jsonl"], "--control", "0",
            "--on-state", $"echo $ROBOTVISION_HEALTH $ROBOTVISION_REASON >> '{folder["told.txt"]}'");
        using var client = new HttpClient { BaseAddress = new((await run.WaitForAddressAsync()).Split('#')[0]) };
        string level;
        do
        {
            using var answer = await client.GetAsync("/health", cancellationToken);
            var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
            level = state.GetProperty("health").GetProperty("level").GetString()!;
            Assert.That(answer.StatusCode, Is.EqualTo(level == "lost" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK));
        }
        while (level == "lost");

        var metrics = await client.GetStringAsync("/metrics", cancellationToken);
        Assert.That(metrics, Does.Match("(?m)^robotvision_health\\{camera=\"[^\"]*clip.mp4\"\\} [01]$"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_frames_published_total\\{.*\\} [1-9]"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_stage_duration\\{camera=\"[^\"]+\",stage=\"infer\",quantile=\"0.99\"\\} [0-9.]+$"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_messages_unsent_total 0$"));
        Assert.That(metrics, Does.Match("(?m)^# HELP robotvision_frame_duration .* In milliseconds\\.$"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_frame_duration\\{camera=\"[^\"]+\",quantile=\"0.5\"\\} [0-9.]+$"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_model\\{file=\"[^\"]+\\.onnx\",hash=\"[0-9a-f]+\",provider=\"[^\"]+\"\\} 1$"));
        Assert.That(metrics, Does.Match("(?m)^robotvision_process_start [1-9][0-9]{9}"));
        Assert.That(metrics, Does.Not.Contain("robotvision_recording").And.Not.Contain("robotvision_poses"));
        using var page = await client.GetAsync("/api/state", cancellationToken);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "the rest still wants the token");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "Origin", "http://other.example" } } };
        using var refused = await client.SendAsync(foreign, cancellationToken);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "no page of another site reads it");
        run.Interrupt();
        Assert.That(run.WaitForEnd().ExitCode, Is.Zero);
        var told = await File.ReadAllLinesAsync(folder["told.txt"], cancellationToken);
        Assert.That(told[^1], Is.EqualTo("lost the run has ended"));
        Assert.That(told.Length, Is.GreaterThan(1));
    }

    [Test]
    public void Publish_CommandThatTakesLong_SkipsToTheNewestChange()
    {
        using var folder = new TemporaryFolder();
        using var errors = new StringWriter();
        using var hook = new StateHook(
            $"touch '{folder["begun"]}'; while [ ! -e '{folder["go"]}' ]; do sleep 0.02; done; echo $ROBOTVISION_HEALTH >> '{folder["told"]}'",
            errors, TimeProvider.System);
        hook.Publish(Of(HealthLevel.Ok));
        Assert.That(() => File.Exists(folder["begun"]), Is.True.After(30_000, 5));
        hook.Publish(Of(HealthLevel.Lost, HealthProblem.NoFrames));
        hook.Publish(Of(HealthLevel.Ok));
        hook.Publish(Of(HealthLevel.Degraded, HealthProblem.Black));
        hook.Publish(Of(HealthLevel.Degraded, HealthProblem.Black));
        File.WriteAllText(folder["go"], "");
        Assert.That(() => hook.IsRunning, Is.False.After(30_000, 5));
        Assert.That(File.ReadAllLines(folder["told"]), Is.EqualTo(new[] { "ok", "degraded" }));
        Assert.That(errors.ToString(), Is.Empty);
    }

    [Test]
    public void Publish_CommandThatFails_IsReported()
    {
        using var errors = new StringWriter();
        using var hook = new StateHook("exit 3", errors, TimeProvider.System);
        hook.Publish(Of(HealthLevel.Ok));
        Assert.That(() => hook.IsRunning, Is.False.After(30_000, 5));
        Assert.That(errors.ToString().Trim(), Is.EqualTo("warning: --on-state: the command ended with exit code 3"));
    }

    static PipelineState Of(HealthLevel level, params HealthProblem[] problems) =>
        new(DateTimeOffset.UnixEpoch, PipelineStatus.Running, "head", null, ExecutionProvider.Cpu, 1, 0, 0)
        {
            Health = new(level, [.. problems.Select(problem => new HealthReason(problem, "so it is"))]),
        };
}
