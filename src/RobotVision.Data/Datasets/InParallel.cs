using System.Runtime.ExceptionServices;

namespace RobotVision.Data.Datasets;

/// <summary>Runs work on several threads.</summary>
public static class InParallel
{
    /// <summary>Runs the work for every index from 0 to a count, in any order.</summary>
    /// <param name="count">The number of indices.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="work">
    /// The work for one index. Its first exception stops the loop and is thrown unwrapped, so that an error looks the same
    /// with one thread as with many.
    /// </param>
    /// <param name="cancellation">Stops the loop between two indices.</param>
    /// <exception cref="OperationCanceledException">The loop was cancelled.</exception>
    public static void For(int count, int threads, Action<int> work, CancellationToken cancellation = default)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
