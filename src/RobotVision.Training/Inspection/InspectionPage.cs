using System.Globalization;
using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Training.Reports;

namespace RobotVision.Training.Inspection;

/// <summary>Makes the page of an inspection.</summary>
public static class InspectionPage
{
    /// <summary>About how many screen pixels a sheet is wide.</summary>
    const int SheetWidth = 700;

    /// <summary>How often a sample is enlarged.</summary>
    public const int SampleScale = 4;

    /// <summary>Makes the page.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="image">The image's name.</param>
    /// <param name="sample">The sample as the network sees it.</param>
    /// <param name="saliency">Which pixels speak for each class that was asked about.</param>
    /// <param name="filters">The weights of the convolutions.</param>
    /// <param name="activations">What every layer hands on.</param>
    public static HtmlReport Make(
        string model, string image, ImageView sample, IReadOnlyList<SaliencyMap> saliency, IReadOnlyList<LayerFilters> filters, IReadOnlyList<LayerActivation> activations)
    {
        var report = new HtmlReport($"What {model} sees in {image}", "The whole image as the sample of 96 x 96 pixels that the network gets, and what each of its layers makes of it.");
        report.Heading("Which pixels matter").Text(
            $"Patches of {SaliencyMap.Patch} x {SaliencyMap.Patch} pixels are greyed out, one after the other. Red: without them the model is less sure, by the number given at most; blue: surer.");
        report.Picture(sample, "the sample", SampleScale);
        foreach (var map in saliency) report.Picture(map.Draw(sample, SampleScale).View, Words(map));
        report.Heading("Filters").Text("What pattern each filter of the first convolution answers to: grey is 0.");
        foreach (var layer in filters.Take(1)) AddSheet(report, DrawFilters(layer), $"{layer.Name}: {string.Join(" x ", layer.Shape)}");
        report.Heading("Layers").Text("One picture a channel; grey is 0, white and black are the strongest of the layer.");
        foreach (var layer in activations) AddSheet(report, ActivationSheet.Draw(layer), Words(layer));
        return report;
    }

    /// <summary>The filters of a convolution as a picture.</summary>
    public static BgrImage DrawFilters(LayerFilters layer) => FilterSheet.Draw(layer.Values, layer.Shape[0], layer.Shape[1], layer.Shape[2], layer.Shape[3]);

    static void AddSheet(HtmlReport report, BgrImage sheet, string words) => report.Picture(sheet.View, words, Math.Clamp(SheetWidth / sheet.Width, 1, 16));

    static string Words(SaliencyMap map)
    {
        var place = map.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $" in row {row + 1}, column {map.Column + 1} of the grid") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{map.Class.Name()}: confidence {map.Confidence:0.000}{place}; falls by up to {map.Drops.Max():0.000}");
    }

    static string Words(LayerActivation layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Kind} {layer.Name}: {string.Join(" x ", layer.Shape)}, {layer.Values.Min():0.##} to {layer.Values.Max():0.##}");
}
