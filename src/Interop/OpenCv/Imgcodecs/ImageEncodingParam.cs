namespace OpenCvSharp;

/// <summary>One setting of an image encoder.</summary>
/// <param name="id">What is set.</param>
/// <param name="value">To what, for example a JPEG quality 0..100.</param>
public sealed class ImageEncodingParam(ImwriteFlags id, int value)
{
    /// <summary>What is set.</summary>
    public ImwriteFlags EncodingId { get; } = id;

    /// <summary>To what.</summary>
    public int Value { get; } = value;

    internal static int[] Pairs(ImageEncodingParam[] parameters) =>
        parameters.SelectMany(p => new[] { (int)p.EncodingId, p.Value }).ToArray();
}
