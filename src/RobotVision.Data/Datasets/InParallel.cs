using System.Runtime.ExceptionServices;

namespace RobotVision.Data.Datasets;

/// <summary>Work on many images at the same time.</summary>
public static class InParallel
{
    /// <summary>Does the work for 0, 1, ... up to a number, in any order.</summary>
    /// <param name="count">How often.</param>
    /// <param name="threads">How many at the same time, at the most.</param>
    /// <param name="work">The work; an exception of it ends all and is thrown as it is, the same with one thread as with many: one bad image is what the user has to know.</param>
    /// <param name="cancellation">Stops between two.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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
