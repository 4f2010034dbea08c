using System.Globalization;
using RobotVision.Reports;

namespace RobotVision.Calibration.Latency;

/// <summary>The report page of a latency calibration: rates from images and poses, and the correlation at each latency.</summary>
public static class LatencyReport
{
    /// <summary>Creates the page.</summary>
    /// <param name="name">Name of the recording.</param>
    /// <param name="found">The result.</param>
    public static HtmlReport Of(string name, LatencyCalibration found)
    {
        double[] times = [.. found.Rates.Select(rate => rate.Seconds)];
        double[] Degrees(Func<SweepRate, double> of) => [.. found.Rates.Select(rate => of(rate) * 180 / Math.PI)];
        return new HtmlReport($"Latency of {name}", string.Create(CultureInfo.InvariantCulture,
                $"Frames are stamped {found.Latency.TotalMilliseconds:0.0} ms after the middle of their exposure, "
                + $"+- {found.Deviation.TotalMilliseconds:0.0} ms, from {found.Turns} pairs of frames."))
            .Heading("How the camera turned")
            .Text("The curve of the poses is shifted by the latency that was found: it should lie on the curve of the images.")
            .Chart(new("To the left", "time stamp (s)", "degrees per second",
                [new("from images", times, Degrees(r => r.SeenYaw)), new("from poses", times, Degrees(r => r.SentYaw))]))
            .Chart(new("Downwards", "time stamp (s)", "degrees per second",
                [new("from images", times, Degrees(r => r.SeenPitch)), new("from poses", times, Degrees(r => r.SentPitch))]))
            .Heading("How well each latency fits")
            .Text(Text($"Correlation {found.Correlation:0.000} at the latency found. There should be one clear peak; several mean a periodic motion."))
            .Chart(new("Correlation of images and poses", "latency (ms)", "correlation", [new("correlation",
                [.. found.Curve.Select(point => point.Seconds * 1000)], [.. found.Curve.Select(point => point.Correlation)])]))
            .Text(Text($"Images turn {found.Gain:0.000} times as far as poses. If this is far from 1, lens or poses are wrong or the scene is too near."));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
