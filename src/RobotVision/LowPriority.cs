using System.Runtime.InteropServices;

namespace RobotVision;

/// <summary>Threads whose processor time gives way to that of others, and that of the threads they start.</summary>
public static partial class LowPriority
{
    const int OfThread = 0; // PRIO_PROCESS, which means a single thread to Linux

    const int Nice = 10;

    /// <summary>Gives the calling thread low priority; .NET's own thread priorities do nothing on Linux.</summary>
    public static void Take() => _ = SetPriority(OfThread, 0, Nice); // where it is refused, the work goes on as that of others

    /// <summary>Runs work on a thread of its own with low priority; the task ends with it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="name">The thread's name.</param>
    public static Task Run(Action work, string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Take();
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

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
