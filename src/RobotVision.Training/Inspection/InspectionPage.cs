using System.Globalization;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Training.Inspection;

/// <summary>Makes the page of an inspection.</summary>
public static class InspectionPage
{
    /// <summary>About how many screen pixels a sheet is wide.</summary>
    const int SheetWidth = 700;

    /// <summary>The most filters of a layer that are drawn where each of them is one picture; chosen by us.</summary>
    const int MostPictures = 128;

    /// <summary>The most filters where each of them has a row, and the most channels in it; chosen by us: about what a screen shows at once.</summary>
    const int MostRows = 16, MostColumns = 24;

    /// <summary>The most filters, and channels of each, where they are of one pixel: about what the page still keeps without loss.</summary>
    const int MostPoints = 128;

    /// <summary>How often a sample is enlarged.</summary>
    public const int SampleScale = 4;

    /// <summary>Makes the page.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="image">The image's name.</param>
    /// <param name="sample">The sample as the network sees it.</param>
    /// <param name="saliency">Which pixels speak for each class that was asked about.</param>
    /// <param name="filters">The weights of every convolution.</param>
    /// <param name="activations">What every layer hands on.</param>
    public static HtmlReport Make(
        string model, string image, ImageView sample, IReadOnlyList<SaliencyMap> saliency, IReadOnlyList<LayerFilters> filters, IReadOnlyList<LayerActivation> activations)
    {
        var report = new HtmlReport($"What {model} sees in {image}", "The whole image as the sample of 96 x 96 pixels that the network gets, and what each of its layers makes of it.");
        report.Heading("Which pixels matter").Text(
            $"Patches of {SaliencyMap.Patch} x {SaliencyMap.Patch} pixels are greyed out, one after the other. Red: without them the model is less sure, by the number given at most; blue: surer.");
        report.Picture(sample, "the sample", SampleScale);
        foreach (var map in saliency) report.Picture(map.Draw(sample, SampleScale).View, Words(map));
        report.Heading("Filters").Text(
            "What pattern each filter of every convolution answers to: grey is 0, white and black are the strongest that are shown. A filter over the three colours is one picture in "
            + "colour, one over a single channel a grey picture. Any other has a row: for every channel that it sees a picture, or a pixel where filters are of one pixel.");
        foreach (var layer in filters) AddSheet(report, DrawFilters(layer), Words(layer));
        report.Heading("Layers").Text(
            "What every layer that changes values hands on. One picture a channel; grey is 0, white and black are the strongest of the layer. An int8 model is shown "
            + "as its next layer reads it: a ReLU behind a convolution or a dense layer is part of that layer there.");
        foreach (var layer in activations) AddSheet(report, ActivationSheet.Draw(layer), Words(layer));
        return report;
    }

    /// <summary>The filters of a convolution as a picture, the first ones where there are more than can be told apart.</summary>
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
        var (filters, channels) = ArePoints(layer) ? (MostPoints, MostPoints) : layer.Shape[1] is 1 or 3 ? (MostPictures, 3) : (MostRows, MostColumns);
        return (Math.Min(layer.Shape[0], filters), Math.Min(layer.Shape[1], channels));
    }

    static bool ArePoints(LayerFilters layer) => layer.Shape is [_, not 3, 1, 1];

    static void AddSheet(HtmlReport report, BgrImage sheet, string words) => report.Picture(sheet.View, words, Math.Clamp(SheetWidth / sheet.Width, 1, 16));

    static string Words(SaliencyMap map)
    {
        var place = map.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $" in row {row + 1}, column {map.Column + 1} of the grid") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{map.Class.Name()}: confidence {map.Confidence:0.000}{place}; falls by up to {map.Drops.Max():0.000}");
    }

    static string Words(LayerFilters layer)
    {
        var (filters, channels) = Shown(layer);
        return $"{layer.Name}: {layer.Shape[0]} filters of {string.Join(" x ", layer.Shape.Skip(1))}; shown are {filters} of {layer.Shape[0]} filters and {channels} of {layer.Shape[1]} channels of each";
    }

    static string Words(LayerActivation layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Kind} {layer.Name}: {string.Join(" x ", layer.Shape)}, {layer.Values.Min():0.##} to {layer.Values.Max():0.##}");
}
