using System.Runtime.InteropServices;

namespace RobotVision;

/// <summary>
/// Real-time priority for the threads on a frame's way, and memory that stays in place: on a machine that is busy with other things they run before those.
/// Off until <see cref="TurnOn"/>; Linux alone.
/// </summary>
public static partial class RealTime
{
    /// <summary>The lowest and the highest priority. Source: sched(7).</summary>
    public const int Lowest = 1, Highest = 99;

    const int CallingThread = 0;

    /// <summary>SCHED_OTHER and SCHED_FIFO; with the flag, threads and processes that are started by such a thread are usual ones. Source: sched.h.</summary>
    const int Usual = 0, FirstInFirstOut = 1, ResetOnFork = 0x40000000;

    /// <summary>
    /// MCL_CURRENT, MCL_FUTURE and MCL_ONFAULT: what is used once stays in memory, and the large ranges that .NET only reserves take none. Source: mlockall(2).
    /// </summary>
    const int CurrentAndFutureOnceUsed = 1 | 2 | 4;

    static int _priority;

    /// <summary>Turns it on for threads that begin from now on, as far as the process has the right to.</summary>
    /// <param name="priority">Priority, <see cref="Lowest"/>..<see cref="Highest"/>; a larger one runs first.</param>
    /// <returns>What could not be had and what to do about it, a sentence each; empty when all is on.</returns>
    public static IReadOnlyList<string> TurnOn(int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, Highest);
        var problems = new List<string>();
        if (!TrySet(FirstInFirstOut | ResetOnFork, priority))
            problems.Add($"--realtime: no real-time priority, since the process has no right to {priority} ({LastError()}). "
                + $"Give it LimitRTPRIO={priority} in its systemd unit, or its user 'rtprio {priority}' in /etc/security/limits.conf, or start it as root.");
        else
        {
            _ = TrySet(Usual | ResetOnFork, 0); // it was a trial; who has no right to more may not take back the flag
            _priority = priority;
        }

        if (LockMemory(CurrentAndFutureOnceUsed) != 0)
            problems.Add($"--realtime: memory may be moved to the disk, since the process has no right to lock it ({LastError()}). "
                + "Give it LimitMEMLOCK=infinity in its systemd unit, or its user 'memlock unlimited' in /etc/security/limits.conf, or start it as root.");
        return problems;
    }

    /// <summary>Gives the calling thread, one of a frame's way, its priority; does nothing unless it was turned on.</summary>
    public static void TakePriority()
    {
        if (_priority > 0) _ = TrySet(FirstInFirstOut | ResetOnFork, _priority);
    }

    static bool TrySet(int policy, int priority) => SetScheduler(CallingThread, policy, ref priority) == 0;

    static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, ref int parameter);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockMemory(int flags);
}
