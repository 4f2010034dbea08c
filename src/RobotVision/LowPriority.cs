using System.Runtime.InteropServices;

namespace RobotVision;

/// <summary>Threads whose processor time gives way to that of others, and that of the threads they start.</summary>
public static partial class LowPriority
{
    const int CallingThread = 0;

    /// <summary>PRIO_PROCESS; with 0 as the identifier it is the calling thread alone on Linux. Source: setpriority(2).</summary>
    const int Process = 0;

    /// <summary>SCHED_IDLE, which gives way at once to every thread that wakes up; a nice value alone lets it finish its slice. Source: sched(7).</summary>
    const int Idle = 5;

    /// <summary>About a tenth of the time of a thread of normal priority on the same processor core. Source: sched(7), "The nice value".</summary>
    const int Nice = 10;

    /// <summary>
    /// Gives the calling thread only time that no other thread wants, on a busy machine next to nothing; .NET's own thread priorities do nothing on Linux.
    /// </summary>
    public static void TakeIdleTime()
    {
        var noPriority = 0; // sched_priority, of real-time threads alone
        _ = SetScheduler(CallingThread, Idle, ref noPriority); // where it is refused, the work goes on as that of others
    }

    /// <summary>Runs work that nobody waits for on a thread of its own, in time that no other thread wants; the task ends with it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="name">The thread's name.</param>
    public static Task RunInIdleTime(Action work, string name) => Run(TakeIdleTime, work, name);

    /// <summary>Runs work whose answer somebody waits for on a thread of its own; on a busy machine it goes on slowly. The task ends with it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="name">The thread's name.</param>
    public static Task RunAwaited(Action work, string name) => Run(() => _ = SetNice(Process, CallingThread, Nice), work, name);

    static Task Run(Action takePriority, Action work, string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            takePriority();
            try
            {
                work();
                ended.SetResult();
            }
            catch (Exception exception)
            {
                ended.SetException(exception); // whoever awaits the task has it
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return ended.Task;
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int parameter);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetNice(int which, int thread, int nice);
}
