using System.Runtime.InteropServices;

namespace RobotVision.Teaching;

/// <summary>Runs work on a thread whose processor time gives way to that of others, and that of the threads it starts.</summary>
static partial class LowPriority
{
    const int OfThread = 0; // PRIO_PROCESS, which means a single thread to Linux

    const int Nice = 10;

    /// <summary>Runs work; the task ends with it.</summary>
    public static Task Run(Action work)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            _ = SetPriority(OfThread, 0, Nice); // where it is refused, the work goes on as others
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
            Name = "teaching",
        };
        thread.Start();
        return ended.Task;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
