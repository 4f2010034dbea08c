using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Pipeline;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Onboard.Foxglove;

/// <summary>Draws what was found over the picture: boxes, with class, confidence and track.</summary>
static class FoxgloveAnnotations
{
    const double FontPixels = 12, LinePixels = 2, Gap = 3;

    static readonly Color Dark = new() { A = 0.7 };

    /// <summary>The annotations of a frame.</summary>
    /// <param name="observation">The frame with its results, borrowed.</param>
    /// <param name="time">The time of the picture, by which the viewer puts both together.</param>
    public static ImageAnnotations Of(Observation observation, Timestamp time)
    {
        var annotations = new ImageAnnotations();
        foreach (var detection in observation.Detections.Span)
        {
            var (box, color) = (detection.Box, ColorOf(detection.Class));
            annotations.Points.Add(new PointsAnnotation
            {
                Timestamp = time,
                Type = PointsAnnotation.Types.Type.LineLoop,
                Points = { At(box.X1, box.Y1), At(box.X2, box.Y1), At(box.X2, box.Y2), At(box.X1, box.Y2) },
                OutlineColor = color,
                Thickness = LinePixels,
            });
            annotations.Texts.Add(new TextAnnotation
            {
                Timestamp = time,
                Position = At(box.X1, Math.Max(FontPixels, box.Y1 - Gap)),
                Text = Label(observation.Inputs.Classes[detection.Class], detection),
                FontSize = FontPixels,
                TextColor = color,
                BackgroundColor = Dark,
            });
        }

        return annotations;
    }

    /// <summary>The colour of a class, as everywhere.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="opacity">0 (not to be seen) .. 1.</param>
    public static Color ColorOf(ObjectClass objectClass, double opacity = 1)
    {
        var (red, green, blue) = MarkPainter.RgbOf(objectClass);
        return new() { R = red / 255.0, G = green / 255.0, B = blue / 255.0, A = opacity };
    }

    static string Label(string name, Detection detection) => string.Create(
        CultureInfo.InvariantCulture, $"{name} {detection.Confidence:0.00}{(detection.Track is { } track ? $" #{track}" : "")}");

    static Point2 At(double x, double y) => new() { X = x, Y = y };
}
