using System.Globalization;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Calibration.Lenses;

/// <summary>The report page of a lens calibration: parameters, views, coverage, reprojection errors, and an undistorted picture.</summary>
public static class IntrinsicsReport
{
    /// <summary>Creates the page.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="calibration">The result.</param>
    /// <param name="leftOut">Images that were not used, with the reason.</param>
    /// <param name="sample">A picture with the board; null for none.</param>
    public static HtmlReport Of(string name, IntrinsicsCalibration calibration, IReadOnlyList<string> leftOut, BgrImage? sample)
    {
        var camera = calibration.Camera;
        var report = new HtmlReport($"Calibration of {name}",
            Text($"{Kind(camera)}, {camera.Width}x{camera.Height}, RMS {calibration.Rms:0.0000} px over {calibration.Views.Count} views."));
        foreach (var warning in calibration.Warnings) report.Text($"Warning: {warning}.");
        report.Heading("Parameters").Table(["parameter", "value", "standard deviation"],
            calibration.Parameters.Select(p => (string[])[p.Name, Text($"{p.InFile:0.#####}"), Text($"{p.StandardDeviation:0.#####}")]),
            "fx fy cx cy in pixels, as in the camera's file: from the first pixel's centre, as OpenCV and ROS do.");
        AddCoverage(report, calibration);
        AddErrors(report, calibration);
        report.Heading("Views").Table(["view", "RMS (px)", "corners", "distance (m)", "tilt (degrees)"],
            calibration.Views.Select(view => (string[])[view.View.Name, Text($"{view.Rms:0.000}"), Text($"{view.View.Corners.Length}"),
                Text($"{view.Placement.Shift.Length:0.000}"), Text($"{Math.Acos(Math.Clamp(view.Placement.Normal.Z, -1, 1)) * 180 / Math.PI:0}")]));
        var unused = calibration.Rejected.Concat(leftOut).ToArray();
        if (unused.Length > 0) report.Heading("Not used").Preformatted(string.Join('\n', unused));
        if (sample is not null)
        {
            report.Heading("Undistorted").Text("Straight edges should look straight.")
                .Picture(sample.View, "seen")
                .Picture(Undistortion.Apply(sample.View, camera, camera is FisheyeCamera ? 0.5 : 1).View, "undistorted");
        }

        return report;
    }

    static void AddCoverage(HtmlReport report, IntrinsicsCalibration calibration)
    {
        var camera = calibration.Camera;
        var coverage = BoardCoverage.Of(calibration.Views.Select(view => view.View), camera.Width, camera.Height);
        report.Heading("Where corners were seen")
            .Text(Text($"In {coverage.Seen:0 %} of the image. Where there are none the lens is uncertain."))
            .HeatMap(new("Corners in each part of the image", coverage.Counts) { Min = 0 });
    }

    static void AddErrors(HtmlReport report, IntrinsicsCalibration calibration)
    {
        // The worst views are series of their own; the others are one series.
        var worst = calibration.Views.OrderByDescending(view => view.Rms).Take(3).ToArray();
        var others = calibration.Views.Except(worst).ToArray();
        List<Series> clouds = [Cloud(others.Length > 0 ? "other views" : "", others), .. worst.Select(view => Cloud(view.View.Name, [view]))];
        var reach = Math.Max(0.5, calibration.Views.Max(view => Math.Max(view.ErrorX.Max(Math.Abs), view.ErrorY.Max(Math.Abs))));
        Axis axis = new(-Math.Ceiling(reach * 2) / 2, Math.Ceiling(reach * 2) / 2);
        report.Heading("Reprojection errors").Text("Seen minus projected. A good fit is a round cloud around 0; a stripe is a view in which something moved.")
            .Chart(new("Reprojection errors", "x (px)", "y (px)", clouds) { X = axis, Y = axis, AspectRatio = 1 });
        var all = calibration.Views.SelectMany(view => Enumerable.Range(0, view.ErrorX.Length).Select(i => (
            Radius: Distance(view.View.X[i] - calibration.Camera.Intrinsics.Cx, view.View.Y[i] - calibration.Camera.Intrinsics.Cy),
            Error: Distance(view.ErrorX[i], view.ErrorY[i])))).ToArray();
        var corners = new Series("corners", [.. all.Select(item => item.Radius)], [.. all.Select(item => item.Error)]) { Line = false, Points = true };
        report.Chart(new("Error by distance from the optical axis", "distance (px)", "error (px)", [corners]) { AspectRatio = 1 });
    }

    static Series Cloud(string name, ViewResult[] views) =>
        new(name, [.. views.SelectMany(view => view.ErrorX)], [.. views.SelectMany(view => view.ErrorY)]) { Line = false, Points = true };

    static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);

    static string Kind(ICameraModel camera) => camera is FisheyeCamera ? "Fisheye" : "Pinhole";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
