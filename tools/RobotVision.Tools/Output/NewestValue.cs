namespace RobotVision.Tools.Output;

/// <summary>The newest of values that follow each other, for readers that wait for the next one and may miss some. Any thread.</summary>
sealed class NewestValue<T> where T : class
{
    readonly Lock _gate = new();
    TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T? _value;
    long _number;

    /// <summary>Sets the newest value.</summary>
    public void Set(T value)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            (_value, before, _next) = (value, _next, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _number++;
        }

        before.SetResult();
    }

    /// <summary>Waits for a value after another one.</summary>
    /// <param name="after">The number of the other one; 0 before the first.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>The newest value with its number.</returns>
    public async Task<(long Number, T Value)> NextAsync(long after, CancellationToken stop)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_number > after) return (_number, _value!);
                next = _next.Task;
            }

            await next.WaitAsync(stop).ConfigureAwait(false);
        }
    }
}
