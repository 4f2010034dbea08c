namespace RobotVision.Tools.Bench;

/// <summary>A thread for each processor core that computes without end while it shall, as other programs on a busy machine do.</summary>
sealed class BusyCores : IDisposable
{
    const int Steps = 1 << 16;

    readonly ManualResetEventSlim _gate = new();
    readonly Thread[] _threads;
    volatile bool _hasEnded;
    int _sum; // so that the work is not optimised away

    public BusyCores()
    {
        _threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work) { IsBackground = true, Name = "load" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Whether the cores are kept busy.</summary>
    public bool IsOn
    {
        get => _gate.IsSet;
        set
        {
            if (value) _gate.Set();
            else _gate.Reset();
        }
    }

    public void Dispose()
    {
        _hasEnded = true;
        _gate.Set();
        foreach (var thread in _threads) thread.Join();
        _gate.Dispose();
    }

    void Work()
    {
        while (!_hasEnded)
        {
            _gate.Wait();
            var value = 1;
            for (var step = 0; step < Steps; step++) value = value * 31 + step;
            Volatile.Write(ref _sum, value);
        }
    }
}
