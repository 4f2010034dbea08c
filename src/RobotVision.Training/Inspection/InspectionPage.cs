using System.Globalization;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Training.Inspection;

/// <summary>The page of an inspection: saliency maps, filters and activations.</summary>
public static class InspectionPage
{
    /// <summary>About how many screen pixels a sheet is wide.</summary>
    const int SheetWidth = 700;

    /// <summary>Maximum number of filters drawn where each is one picture; chosen to keep the page readable.</summary>
    const int MaximumPictures = 128;

    /// <summary>Maximum number of filters that have a row each, and of channels in a row; chosen as about what a screen shows at once.</summary>
    const int MaximumRows = 16, MaximumColumns = 24;

    /// <summary>Maximum number of 1x1 filters and of their channels; larger pictures would be stored as JPEG, with loss.</summary>
    const int MaximumPoints = 128;

    /// <summary>Magnification of the sample.</summary>
    public const int SampleScale = 4;

    /// <summary>Creates the page.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="image">The image's name.</param>
    /// <param name="sample">The sample as the network sees it.</param>
    /// <param name="saliency">The saliency map of each class that was asked for.</param>
    /// <param name="filters">The weights of every convolution.</param>
    /// <param name="activations">The activations of every layer.</param>
    public static HtmlReport Make(
        string model, string image, ImageView sample, IReadOnlyList<SaliencyMap> saliency, IReadOnlyList<LayerFilters> filters,
        IReadOnlyList<LayerActivation> activations)
    {
        var report = new HtmlReport($"What {model} sees in {image}",
            "The whole image as the sample of 96 x 96 pixels that the network gets, and the output of each layer.");
        report.Heading("Which pixels matter").Text(
            $"Patches of {SaliencyMap.Patch} x {SaliencyMap.Patch} pixels are greyed out, one after the other. Red: the confidence falls without them, "
            + "by the number given at most; blue: it rises.");
        report.Picture(sample, "the sample", SampleScale);
        foreach (var map in saliency) report.Picture(map.Draw(sample, SampleScale).View, Describe(map));
        report.Heading("Filters").Text(
            "The weights of every convolution: grey is 0, white and black are the largest that are shown. A filter over the three colours is one "
            + "picture in colour, one over a single channel a grey picture. Any other has a row with one picture per channel, "
            + "or one pixel per channel for 1x1 filters.");
        foreach (var layer in filters) AddSheet(report, DrawFilters(layer), Describe(layer));
        report.Heading("Layers").Text(
            "The output of every layer that changes values. One picture per channel; grey is 0, white and black are the largest of the layer. "
            + "In an int8 model a ReLU after a convolution or a dense layer is part of that layer.");
        foreach (var layer in activations) AddSheet(report, ActivationSheet.Draw(layer), Describe(layer));
        return report;
    }

    /// <summary>The filters of a convolution as a picture; only the first ones where there are too many to draw.</summary>
    public static BgrImage DrawFilters(LayerFilters layer)
    {
        var (filters, channels) = Shown(layer);
        var (height, width) = (layer.Shape[2], layer.Shape[3]);
        var taps = height * width;
        var weights = new float[filters * channels * taps];
        for (var filter = 0; filter < filters; filter++)
            layer.Values.AsSpan(filter * layer.Shape[1] * taps, channels * taps).CopyTo(weights.AsSpan(filter * channels * taps));
        return ArePoints(layer) ? FilterSheet.DrawPoints(weights, filters, channels) : FilterSheet.Draw(weights, filters, channels, height, width);
    }

    /// <summary>How many filters of a layer are drawn, and how many channels of each.</summary>
    static (int Filters, int Channels) Shown(LayerFilters layer)
    {
        var (filters, channels) = ArePoints(layer) ? (MaximumPoints, MaximumPoints)
            : layer.Shape[1] is 1 or 3 ? (MaximumPictures, 3) : (MaximumRows, MaximumColumns);
        return (Math.Min(layer.Shape[0], filters), Math.Min(layer.Shape[1], channels));
    }

    static bool ArePoints(LayerFilters layer) => layer.Shape is [_, not 3, 1, 1];

    static void AddSheet(HtmlReport report, BgrImage sheet, string caption) => report.Picture(sheet.View, caption, Math.Clamp(SheetWidth / sheet.Width, 1, 16));

    static string Describe(SaliencyMap map)
    {
        var place = map.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $" in row {row + 1}, column {map.Column + 1} of the grid") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{map.Name}: confidence {map.Confidence:0.000}{place}; falls by up to {map.Drops.Max():0.000}");
    }

    static string Describe(LayerFilters layer)
    {
        var (filters, channels) = Shown(layer);
        return $"{layer.Name}: {layer.Shape[0]} filters of {string.Join(" x ", layer.Shape.Skip(1))}; "
            + $"shown are {filters} of {layer.Shape[0]} filters and {channels} of {layer.Shape[1]} channels of each";
    }

    static string Describe(LayerActivation layer) => string.Create(
        CultureInfo.InvariantCulture, $"{layer.Kind} {layer.Name}: {string.Join(" x ", layer.Shape)}, {layer.Values.Min():0.##} to {layer.Values.Max():0.##}");
}
