using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RobotVision;

/// <summary>
/// Keeps native libraries from using AMX, the matrix registers of Intel's server processors. Once a process uses them, the kernel saves 8 KB more for every
/// signal, for which the stack of 16 KB that .NET 10 gives to its handler of memory faults is too small: a null reference then ends the process without a
/// word instead of becoming an exception.
/// </summary>
static unsafe partial class TileRegisters
{
    /// <summary>A stack for signals that Linux takes, and that has no room for the registers.</summary>
    const int TooSmall = 4096;

    /// <summary>The bit of AMX-TILE in EDX of CPUID leaf 7. Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID.</summary>
    const int TileBit = 1 << 24;

    /// <summary>Whether the processor has them.</summary>
    public static bool AreThere => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Edx & TileBit) != 0;

    /// <summary>
    /// Makes Linux refuse them to this process. To be called before a library asks for them, as ONNX Runtime does when it starts; does nothing on processors
    /// without them.
    /// </summary>
    /// <remarks>
    /// The kernel refuses them while a thread has a stack for signals that is too small for them, so one thread that sleeps keeps such a stack. Source: Linux,
    /// Documentation/arch/x86/xstate.rst, "Dynamic features in signal frames".
    /// </remarks>
    public static void KeepUnused()
    {
        if (!AreThere) return;
        using var isSet = new ManualResetEventSlim();
        var keeper = new Thread(() =>
        {
            var stack = new SignalStack { Start = NativeMemory.Alloc(TooSmall), Length = TooSmall };
            _ = SetSignalStack(&stack, null); // where it is refused, the registers are used
            isSet.Set();
            Thread.Sleep(Timeout.Infinite);
        })
        {
            IsBackground = true,
            Name = nameof(TileRegisters),
        };
        keeper.Start();
        isSet.Wait();
    }

    [LibraryImport("libc", EntryPoint = "sigaltstack")]
    private static partial int SetSignalStack(SignalStack* stack, SignalStack* before);

    /// <summary>stack_t of signal.h.</summary>
    struct SignalStack
    {
        public void* Start;
        public int Flags;
        public nuint Length;
    }
}
