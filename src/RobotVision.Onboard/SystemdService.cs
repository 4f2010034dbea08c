using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;
using RobotVision.Health;
using RobotVision.Pipeline;

namespace RobotVision.Onboard;

/// <summary>
/// Tells systemd how a live run is, where it was started as a service of <c>Type=notify</c>: that it is ready, one line of status, and once a second a
/// sign of life, which is left out while frames come and none is published. Without systemd it does nothing. Source: sd_notify(3).
/// </summary>
/// <param name="notifier">Sends to the socket that systemd named.</param>
sealed class SystemdService(ISystemdNotifier notifier) : IPublisher
{
    static readonly ServiceState Alive = new("WATCHDOG=1");

    string? _told;
    bool _isReady;
    long _published = -1;

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // The state has what systemd is told.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        if (!notifier.IsEnabled) return;
        if (!_isReady) notifier.Notify(ServiceState.Ready); // the model is loaded and ran; a camera that is missing is waited for
        _isReady = true;
        var text = Describe(state);
        if (text != _told) notifier.Notify(new($"STATUS={_told = text}"));
        if (state.Status != PipelineStatus.Running || state.Published != _published) notifier.Notify(Alive);
        _published = state.Published;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (notifier.IsEnabled) notifier.Notify(ServiceState.Stopping);
    }

    static string Describe(PipelineState state)
    {
        var problem = state.Problem is { } found ? $": {found.ReplaceLineEndings(" ")}" : "";
        return state.Status switch
        {
            PipelineStatus.Waiting => $"waiting for {state.Source}{problem}",
            PipelineStatus.Running when state.Health is { Level: HealthLevel.Degraded } health =>
                $"sees {state.Source}, {health.ToString().ReplaceLineEndings(" ")}",
            PipelineStatus.Running => $"sees {state.Source}{problem}",
            PipelineStatus.SourceLost => string.Create(CultureInfo.InvariantCulture, $"lost {state.Source} {state.TimesLost} times{problem}"),
            _ => "ends",
        };
    }
}
