using System.Numerics;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>What rendering needs beside the picture itself: one set a thread, as large as its largest picture so far.</summary>
/// <remarks>Whoever renders writes every element before it is read: nothing is left of the picture before.</remarks>
sealed class RenderBuffers
{
    [ThreadStatic]
    static RenderBuffers? _ofThisThread;

    RenderBuffers(int pixels) =>
        (Colors, Spare, Met, Fine) = (new Vector3[pixels], new Vector3[pixels], new int[pixels], new bool[pixels]);

    /// <summary>The calling thread's buffers, of at least so many elements; to be used by nothing else until the picture is done.</summary>
    public static RenderBuffers For(int pixels)
    {
        if (_ofThisThread is not { } buffers || buffers.Met.Length < pixels) _ofThisThread = buffers = new(pixels);
        return buffers;
    }

    /// <summary>The light of every pixel.</summary>
    public Vector3[] Colors { get; }

    /// <summary>Room for the light of every pixel while the camera's effects change it.</summary>
    public Vector3[] Spare { get; }

    /// <summary>What the ray through every pixel's middle met.</summary>
    public int[] Met { get; }

    /// <summary>Which pixels need more rays.</summary>
    public bool[] Fine { get; }
}
