using System.Globalization;
using RobotVision.Reports;

namespace RobotVision.Calibration.Latency;

/// <summary>A measured latency as a page: how images and poses turn, and how well each latency fits.</summary>
public static class LatencyReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="found">What came out.</param>
    public static HtmlReport Of(string name, LatencyCalibration found)
    {
        double[] times = [.. found.Rates.Select(rate => rate.Seconds)];
        double[] Degrees(Func<SweepRate, double> of) => [.. found.Rates.Select(rate => of(rate) * 180 / Math.PI)];
        return new HtmlReport($"Latency of {name}", Text(
                $"Frames are stamped {found.Latency.TotalMilliseconds:0.0} ms after the middle of their exposure, +- {found.Deviation.TotalMilliseconds:0.0} ms, by {found.Turns} pairs of frames."))
            .Heading("How the camera turned")
            .Text("The poses' curve is drawn at the latency that was found: it has to lie on that of the images.")
            .Chart(new("To the left", "time stamp (s)", "degrees a second", [new("by images", times, Degrees(r => r.SeenYaw)), new("by poses", times, Degrees(r => r.SentYaw))]))
            .Chart(new("Downwards", "time stamp (s)", "degrees a second", [new("by images", times, Degrees(r => r.SeenPitch)), new("by poses", times, Degrees(r => r.SentPitch))]))
            .Heading("How well each latency fits")
            .Text(Text($"Correlation {found.Correlation:0.000} at the latency found. One clear top is wanted; tops of equal height are a motion that repeats."))
            .Chart(new("Correlation of images and poses", "latency (ms)", "correlation", [new("correlation",
                [.. found.Curve.Select(point => point.Seconds * 1000)], [.. found.Curve.Select(point => point.Correlation)])]))
            .Text(Text($"Images turn {found.Gain:0.000} times as far as poses. Far from 1 the lens, the poses or the distance to what is seen is not as thought."));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
