using System.Globalization;

namespace RobotVision.Reports;

/// <summary>Counts with singular or plural nouns for messages.</summary>
public static class Plural
{
    /// <summary>A number and its noun: <c>1 image</c>, <c>2 images</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The singular noun.</param>
    /// <param name="several">The plural; the noun with an s when null.</param>
    public static string Of(long count, string noun, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : several ?? noun + "s")}");
}
