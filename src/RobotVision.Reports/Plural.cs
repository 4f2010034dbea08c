using System.Globalization;

namespace RobotVision.Reports;

/// <summary>Numbers of things in sentences.</summary>
public static class Plural
{
    /// <summary>A number and its noun: <c>1 image</c>, <c>2 images</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="several">Several of them; the noun with an s where it is left out.</param>
    public static string Of(long count, string noun, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : several ?? noun + "s")}");
}
