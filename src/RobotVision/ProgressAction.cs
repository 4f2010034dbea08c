namespace RobotVision;

/// <summary>Calls an action for every report, on the reporting thread (unlike <see cref="Progress{T}"/>).</summary>
/// <param name="action">The action.</param>
public sealed class ProgressAction<T>(Action<T> action) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => action(value);
}
