using System.Numerics;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>The buffers of rendering: one set per thread, as large as its largest image so far.</summary>
/// <remarks>The renderer writes every element before it reads it, so the buffers are not cleared between images.</remarks>
sealed class RenderBuffers
{
    [ThreadStatic]
    static RenderBuffers? _current;

    RenderBuffers(int pixels) =>
        (Colors, Spare, Hits, Fine) = (new Vector3[pixels], new Vector3[pixels], new int[pixels], new bool[pixels]);

    /// <summary>The calling thread's buffers with at least a number of elements; reserved until the image is finished.</summary>
    public static RenderBuffers For(int pixels)
    {
        if (_current is not { } buffers || buffers.Hits.Length < pixels) _current = buffers = new(pixels);
        return buffers;
    }

    /// <summary>The light of every pixel.</summary>
    public Vector3[] Colors { get; }

    /// <summary>The second buffer of the camera effects.</summary>
    public Vector3[] Spare { get; }

    /// <summary>What the ray through the centre of every pixel hit.</summary>
    public int[] Hits { get; }

    /// <summary>The pixels that need more rays.</summary>
    public bool[] Fine { get; }
}
