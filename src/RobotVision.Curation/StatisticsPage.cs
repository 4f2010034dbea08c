using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Reports;
using RobotVision.Sampling;

namespace RobotVision.Curation;

/// <summary>The HTML page with statistics of a data set.</summary>
public static class StatisticsPage
{
    const int MapCells = 16;
    const int Bins = 24;
    const int Shown = 12;

    /// <summary>Makes the page; reads the few images that it shows.</summary>
    /// <param name="scan">The data set, with at least one image.</param>
    public static HtmlReport Of(DatasetScan scan)
    {
        var images = scan.Images.ToArray();
        var objects = images.SelectMany(image => Objects(image).Select(label => (Image: image, Label: label))).ToArray();
        var names = scan.Yaml.Classes;
        var labelled = scan.Yaml.Labelled.NamesOf(names);
        var report = new HtmlReport($"Data set {scan.Yaml.File}", string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(images.Length, "image")}, {Plural.Of(objects.Length, "object")}; labelled classes: {string.Join(", ", labelled)}."));
        report.Heading("Counts").Table(
            ["list", "images", "without objects", "objects", .. names.All],
            scan.Splits.Select(split => Row(split.Key, split.Value, names)));
        report.Table(["size", "images"], images.CountBy(image => $"{image.Width} x {image.Height}").OrderByDescending(pair => pair.Value).Take(10)
            .Select(pair => (IReadOnlyList<string>)[pair.Key, Number(pair.Value)]));

        report.Heading("Sizes and counts");
        var classes = objects.Select(entry => entry.Label.Class).Distinct().Order().ToArray();
        report.Chart(new("Size in the whole view", "square root of the area, pixels of the 96 x 96 sample", "fraction of the class's objects",
            [.. classes.Where(one => !one.IsPoint()).Select(one => Sizes(names[one], objects.Where(entry => entry.Label.Class == one)))])
        { X = new(Logarithmic: true) });
        double[] counts = [.. images.Select(image => (double)Objects(image).Count())];
        report.Chart(new("Objects per image", "objects", "fraction of the images", [Histogram("images", counts, 0, Math.Max(Bins, counts.Max() + 1))]));
        report.Chart(new("Brightness", "mean level, 0 to 255", "fraction of the images",
            [.. scan.Splits.Select(split => Histogram(split.Key, split.Value.Select(image => image.Thumbnail.Brightness), 0, 256))]));

        report.Text("Number of objects by width (columns) and height (rows) in pixels of the 96 x 96 sample, in steps of half an octave.");
        foreach (var one in classes.Where(one => !one.IsPoint())) report.HeatMap(Shapes(names[one], objects.Where(entry => entry.Label.Class == one)));

        report.Heading("Crowded objects").Text("Objects whose centre is in the same cell of the grid network as that of another object of their class, "
            + "in the whole view, or in a neighbouring cell. The network cannot separate two objects in one cell, and of two in neighbouring cells "
            + "only the more confident one is kept.");
        report.Table(
            ["cells a side", "objects", .. classes.Select(one => names[one])],
            from cells in GridLayout.CellChoices from reach in Enumerable.Range(0, 2) select CrowdedRow(images, classes, cells, reach));

        report.Heading("Positions").Text("Number of centres in each cell of the image.");
        foreach (var one in classes) report.HeatMap(Places(names[one], objects.Where(entry => entry.Label.Class == one)));

        report.Heading("Some of the images").Text("Solid: labels; dashed and grey: ignored labels.");
        for (var i = 0; i < Math.Min(Shown, images.Length); i++)
        {
            var image = images[(int)((long)i * images.Length / Math.Min(Shown, images.Length))];
            report.Picture(FramePicture.DrawLabels(ImageFile.Read(image.Path), image.Labels?.Labels ?? [], names).View, Path.GetFileName(image.Path));
        }

        return report;
    }

    static IReadOnlyList<string> Row(string split, IReadOnlyList<ScannedImage> images, ClassNames classes)
    {
        var counts = images.SelectMany(Objects).CountBy(label => label.Class).ToDictionary();
        return [split, Number(images.Count), Number(images.Count(image => !Objects(image).Any())), Number(counts.Values.Sum()),
            .. classes.Classes.Select(one => Number(counts.GetValueOrDefault(one)))];
    }

    // The fraction of the values in bins of equal width, at the centre of each.
    static Series Histogram(string name, IEnumerable<double> values, double low, double high)
    {
        var counts = new double[Bins];
        var width = (high - low) / Bins;
        var total = 0;
        foreach (var value in values)
        {
            counts[Math.Clamp((int)((value - low) / width), 0, Bins - 1)]++;
            total++;
        }

        var centres = Enumerable.Range(0, Bins).Select(i => low + (i + 0.5) * width);
        return new(name, [.. centres], [.. counts.Select(count => count / Math.Max(1, total))]) { Points = true };
    }

    // Sizes from 1 pixel to the whole view in logarithmic bins, because most objects are small.
    static Series Sizes(string name, IEnumerable<(ScannedImage Image, Label Label)> objects)
    {
        var histogram = Histogram(name, objects.Select(entry => Math.Log2(Size(entry))), 0, Math.Log2(SampleFormat.Size));
        return histogram with { X = [.. histogram.X.Select(value => Math.Pow(2, value))] };
    }

    // The number of objects by width and height in half octaves, the tallest on top.
    static HeatMap Shapes(string name, IEnumerable<(ScannedImage Image, Label Label)> objects)
    {
        var last = Step(SampleFormat.Size);
        var values = new double[last + 1, last + 1];
        foreach (var (image, label) in objects)
            values[last - Step(SampleFormat.Size * label.Box.Height / image.Height), Step(SampleFormat.Size * label.Box.Width / image.Width)]++;
        string[] names = [.. Enumerable.Range(0, last + 1).Select(step => Math.Pow(2, step / 2.0).ToString("0.#", CultureInfo.InvariantCulture))];
        return new(name, values) { Min = 0, Columns = names, Rows = [.. names.Reverse()] };

        static int Step(double size) => (int)Math.Round(2 * Math.Log2(Math.Clamp(size, 1, SampleFormat.Size)));
    }

    static HeatMap Places(string name, IEnumerable<(ScannedImage Image, Label Label)> objects)
    {
        var values = new double[MapCells, MapCells];
        foreach (var (image, label) in objects)
            values[Cell(label.Box.CenterY / image.Height, MapCells), Cell(label.Box.CenterX / image.Width, MapCells)]++;
        return new(name, values) { Min = 0 };
    }

    static IReadOnlyList<string> CrowdedRow(ScannedImage[] images, ObjectClass[] classes, int cells, int reach) =>
    [
        Number(cells), reach == 0 ? "in a cell" : "in a cell or side by side",
        .. classes.Select(one => Crowded(images, one, cells, reach).ToString("P1", CultureInfo.InvariantCulture)),
    ];

    // The fraction of a class's objects with another one of it at most a number of cells away.
    static double Crowded(ScannedImage[] images, ObjectClass objectClass, int cells, int reach)
    {
        var (all, crowded) = (0, 0);
        foreach (var image in images)
        {
            var places = Objects(image).Where(label => label.Class == objectClass)
                .Select(label => (X: Cell(label.Box.CenterX / image.Width, cells), Y: Cell(label.Box.CenterY / image.Height, cells))).ToArray();
            all += places.Length;
            crowded += places.Count(one => places.Count(other => Math.Abs(one.X - other.X) <= reach && Math.Abs(one.Y - other.Y) <= reach) > 1);
        }

        return (double)crowded / all;
    }

    static int Cell(float fraction, int cells) => Math.Clamp((int)(fraction * cells), 0, cells - 1);

    static double Size((ScannedImage Image, Label Label) entry) =>
        SampleFormat.Size * Math.Sqrt(entry.Label.Box.Area / ((double)entry.Image.Width * entry.Image.Height));

    static IEnumerable<Label> Objects(ScannedImage image) => (image.Labels?.Labels ?? []).Where(label => !label.Ignore);

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
