using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Reports;

/// <summary>
/// A page of text, tables, charts, heat maps and pictures as one HTML file that opens without a server and without a network. The same
/// calls give the same bytes. Text is taken as text: nothing in it is read as HTML. Charts are drawn in the browser by Chart.js
/// (MIT licence), which the file carries.
/// </summary>
public sealed partial class HtmlReport
{
    const int MostPngPixels = 128 * 128;

    readonly StringBuilder _body = new();
    readonly string _title;
    bool _charts;
    string? _group; // of figures that stand side by side, as long as no other thing is added

    /// <summary>Begins a page.</summary>
    /// <param name="title">What it is about.</param>
    /// <param name="summary">What a reader in a hurry needs to know; null for none.</param>
    public HtmlReport(string title, string? summary = null)
    {
        _title = title;
        _body.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(title)}</h1>\n");
        if (summary is not null) _body.Append(CultureInfo.InvariantCulture, $"<p class=\"summary\">{Escape(summary)}</p>\n");
    }

    /// <summary>Begins a section.</summary>
    public HtmlReport Heading(string text) => Add($"<h2>{Escape(text)}</h2>\n");

    /// <summary>Begins a part of a section.</summary>
    public HtmlReport Subheading(string text) => Add($"<h3>{Escape(text)}</h3>\n");

    /// <summary>Adds a paragraph.</summary>
    public HtmlReport Text(string text) => Add($"<p>{Escape(text)}</p>\n");

    /// <summary>Says in words why there is nothing to show.</summary>
    public HtmlReport Nothing(string why) => Add($"<p class=\"empty\">{Escape(why)}</p>\n");

    /// <summary>Adds text whose lines stay as they are: options, a recipe.</summary>
    public HtmlReport Preformatted(string text) => Add($"<pre>{Escape(text)}</pre>\n");

    /// <summary>Adds the few numbers that matter most, large.</summary>
    public HtmlReport Tiles(IEnumerable<(string Value, string Words)> tiles) =>
        Add($"<div class=\"tiles\">{string.Concat(tiles.Select(tile => $"<div class=\"tile\"><b>{Escape(tile.Value)}</b><span>{Escape(tile.Words)}</span></div>"))}</div>\n");

    /// <summary>Adds what only some readers want, folded away.</summary>
    public HtmlReport Details(string summary, Action<HtmlReport> add)
    {
        Add($"<details><summary>{Escape(summary)}</summary>\n");
        add(this);
        return Add("</details>\n");
    }

    /// <summary>Adds a table. Columns of numbers are set flush right; one without rows says that there is nothing.</summary>
    /// <param name="columns">The heads of the columns.</param>
    /// <param name="rows">The cells, row by row.</param>
    /// <param name="caption">What it shows; null for none.</param>
    /// <param name="total">Whether the last row sums up those above it.</param>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns.</exception>
    public HtmlReport Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null, bool total = false)
    {
        var cells = rows.ToArray();
        if (cells.FirstOrDefault(row => row.Count != columns.Count) is { } other)
            throw new ArgumentException($"Table of {columns.Count} columns: found a row of {other.Count} cells, [{string.Join(", ", other)}].", nameof(rows));
        if (cells.Length == 0) return Nothing($"{caption ?? string.Join(", ", columns)}: none.");
        bool[] numbers = [.. columns.Select((_, column) => cells.All(row => IsNumber(row[column]) || row[column] is "" or "-") && cells.Any(row => IsNumber(row[column])))];
        string Class(int column) => numbers[column] ? " class=\"number\"" : "";
        Add("<div class=\"table\"><table>\n");
        if (caption is not null) _body.Append(CultureInfo.InvariantCulture, $"<caption>{Escape(caption)}</caption>\n");
        _body.Append("<thead><tr>").AppendJoin("", columns.Select((name, column) => $"<th{Class(column)}>{Escape(name)}</th>")).Append("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < cells.Length; row++)
            _body.Append(total && row == cells.Length - 1 ? "<tr class=\"total\">" : "<tr>").AppendJoin("", cells[row].Select((cell, column) => $"<td{Class(column)}>{Escape(cell)}</td>")).Append("</tr>\n");
        _body.Append("</tbody></table></div>\n");
        return this;
    }

    /// <summary>Adds a chart. Charts that follow each other stand side by side where there is room, and so do heat maps and pictures.</summary>
    public HtmlReport Chart(Chart chart)
    {
        var json = chart.ToJson();
        if (!chart.HasPoints) return AddFigure("charts", $"<figure><figcaption>{Escape(chart.Title)}</figcaption><p class=\"empty\">There is nothing to draw.</p></figure>\n");
        _charts = true;
        return AddFigure("charts", string.Create(CultureInfo.InvariantCulture, $"""
            <figure class="chart"><figcaption>{Escape(chart.Title)}</figcaption><div class="plot" style="aspect-ratio:{chart.AspectRatio}"><canvas role="img" aria-label="{Escape(chart.Title)}"></canvas></div><script type="application/json">{json}</script></figure>

            """));
    }

    /// <summary>Adds a heat map; pointing at a cell shows its value.</summary>
    public HtmlReport HeatMap(HeatMap map) => AddFigure("maps", map.ToHtml());

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">The picture; it is copied, small ones as PNG, photos as JPEG.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="scale">Screen pixels a picture's pixel, for small pictures.</param>
    public HtmlReport Picture(ImageView picture, string caption, int scale = 1)
    {
        var small = picture.Width * picture.Height <= MostPngPixels;
        var data = Convert.ToBase64String(ImageFile.Encode(small ? ".png" : ".jpg", picture));
        return AddFigure("pictures", string.Create(CultureInfo.InvariantCulture, $"""
            <figure style="--width:{picture.Width * scale}px"><img width="{picture.Width * scale}" height="{picture.Height * scale}" alt="{Escape(caption)}" src="data:image/{(small ? "png" : "jpeg")};base64,{data}"><figcaption>{Escape(caption)}</figcaption></figure>

            """));
    }

    /// <summary>The page.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escape(_title)}</title>
        <style>
        {Resource("report.css")}</style>
        </head>
        <body>
        {_body}{(_group is null ? "" : "</div>\n")}{(_charts ? $"<noscript><p>The charts need JavaScript.</p></noscript>\n<script>\n{Resource("chart.js")}\n{Resource("report.js")}</script>\n" : "")}</body>
        </html>

        """;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, ToHtml());

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number, with a unit or without.</summary>
    static bool IsNumber(string text) => Number().IsMatch(text);

    [GeneratedRegex(@"^[<+-]?\s?\d[\d,.]*(e[+-]?\d+)?(\s?(%|px|m|cm|mm|s|ms|°))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Adds a figure to those of its kind right before it.</summary>
    HtmlReport AddFigure(string group, string html)
    {
        if (_group != group)
        {
            Add($"<div class=\"{group}\">\n");
            _group = group;
        }

        _body.Append(html);
        return this;
    }

    HtmlReport Add(string html)
    {
        if (_group is not null) _body.Append("</div>\n");
        _group = null;
        _body.Append(html);
        return this;
    }
}
