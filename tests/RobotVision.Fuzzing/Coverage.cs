using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace RobotVision.Fuzzing;

/// <summary>
/// Which branches of the instrumented assemblies have been taken, and about how often, as AFL counts them; of assemblies that are not instrumented it
/// learns nothing. One for the process, one thread.
/// </summary>
sealed unsafe class Coverage
{
    const int Size = 1 << 16;

    readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    readonly byte[] _seen = new byte[Size];

    Coverage() => Trace.SharedMem = _map;

    /// <summary>The one of the process. Instrumented code writes where it points, so it is to be there before any of that runs.</summary>
    public static Coverage Shared { get; } = new();

    /// <summary>Pairs of branches taken so far.</summary>
    public int Count => _seen.Count(bits => bits != 0);

    /// <summary>Forgets all that was seen.</summary>
    public void Forget()
    {
        Array.Clear(_seen);
        Restart();
    }

    /// <summary>Forgets the run before.</summary>
    public void Restart()
    {
        NativeMemory.Clear(_map, Size);
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the run took a branch that none before took, or took one much more often.</summary>
    public bool IsNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_map, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0) continue;
            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                if (_map[i] == 0) continue;
                var bucket = (byte)(1 << BitOperations.Log2(_map[i])); // 1, 2-3, 4-7 and so on
                if ((_seen[i] & bucket) != 0) continue;
                _seen[i] |= bucket;
                isNew = true;
            }
        }

        return isNew;
    }
}
