using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Data.Synthesis;

/// <summary>Draws an overview image of scenes with their labels: one row per kind of camera.</summary>
public static class ViewSheet
{
    const int Columns = 5, Scale = 1;

    /// <summary>Draws the sheet; ignored labels are drawn too, in their own style.</summary>
    /// <param name="options">What is shown and how large the images are; their number is ignored.</param>
    /// <returns>The picture, owned by the caller.</returns>
    public static BgrImage Draw(SyntheticOptions options)
    {
        options.Validate();
        var views = options.Views();
        var side = Math.Max(options.Width, options.Height);
        var sheet = new PictureSheet(
            [.. Enumerable.Range(1, Columns).Select(number => $"scene {number}")], [.. views.Select(view => view.ToString())], options.Width, side);
        for (var row = 0; row < views.Length; row++)
            for (var column = 0; column < Columns; column++)
            {
                var choices = options.ToChoices() with { Views = [views[row]] };
                var scene = SceneGenerator.Draw(new(options.Seed, (ulong)column), options.Width, options.Height, choices);
                var image = SceneRenderer.Render(scene, $"{views[row]}-{column}");
                sheet.Put(MarkPainter.Paint(image.Image.View, LabelMarks.Of(image.Labels, ClassNames.BuiltIn), Scale), column, row);
            }

        return sheet.Picture;
    }
}
