namespace RobotVision.Testing;

/// <summary>What code allocates once all that it needs is in place.</summary>
public static class Allocations
{
    const int Calls = 5;

    /// <summary>
    /// Managed bytes that the calling thread allocates in a call: the least of several, since the runtime itself may allocate in any one of them, for example
    /// when it takes a method that it has compiled anew.
    /// </summary>
    /// <param name="work">The code; it was run before.</param>
    public static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Calls && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
