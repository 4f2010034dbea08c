using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Reports;

/// <summary>
/// A page of text, tables, charts, heat maps and pictures as one HTML file that needs no server and no network. The same calls give the same bytes. Text
/// is escaped. Charts are drawn in the browser by Chart.js (MIT licence), which is embedded in the file.
/// </summary>
public sealed partial class HtmlReport
{
    const int MostPngPixels = 128 * 128;

    readonly StringBuilder _body = new();
    readonly string _title;
    bool _charts;
    string? _group; // class of the open group of figures side by side; null when none is open

    /// <summary>Begins a page.</summary>
    /// <param name="title">Title of the page.</param>
    /// <param name="summary">The main result in a sentence or two; null for none.</param>
    public HtmlReport(string title, string? summary = null)
    {
        _title = title;
        _body.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(title)}</h1>\n");
        if (summary is not null) _body.Append(CultureInfo.InvariantCulture, $"<p class=\"summary\">{Escape(summary)}</p>\n");
    }

    /// <summary>Begins a section.</summary>
    public HtmlReport Heading(string text) => Add($"<h2>{Escape(text)}</h2>\n");

    /// <summary>Begins a subsection.</summary>
    public HtmlReport Subheading(string text) => Add($"<h3>{Escape(text)}</h3>\n");

    /// <summary>Adds a paragraph.</summary>
    public HtmlReport Text(string text) => Add($"<p>{Escape(text)}</p>\n");

    /// <summary>Adds a note about why there is nothing to show.</summary>
    public HtmlReport Nothing(string why) => Add($"<p class=\"empty\">{Escape(why)}</p>\n");

    /// <summary>Adds preformatted text, such as options or a recipe.</summary>
    public HtmlReport Preformatted(string text) => Add($"<pre>{Escape(text)}</pre>\n");

    /// <summary>Adds the most important numbers, in large print.</summary>
    public HtmlReport Tiles(IEnumerable<(string Value, string Words)> tiles)
    {
        var html = tiles.Select(tile => $"<div class=\"tile\"><b>{Escape(tile.Value)}</b><span>{Escape(tile.Words)}</span></div>");
        return Add($"<div class=\"tiles\">{string.Concat(html)}</div>\n");
    }

    /// <summary>Adds a collapsed section for details.</summary>
    public HtmlReport Details(string summary, Action<HtmlReport> add)
    {
        Add($"<details><summary>{Escape(summary)}</summary>\n");
        add(this);
        return Add("</details>\n");
    }

    /// <summary>Adds a table. Columns of numbers are right-aligned; a table without rows becomes a note.</summary>
    /// <param name="columns">The column headers.</param>
    /// <param name="rows">The cells, row by row.</param>
    /// <param name="caption">Caption; null for none.</param>
    /// <param name="total">Whether the last row is the total.</param>
    /// <exception cref="ArgumentException">A row does not have one cell per column.</exception>
    public HtmlReport Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null, bool total = false)
    {
        var cells = rows.ToArray();
        if (cells.FirstOrDefault(row => row.Count != columns.Count) is { } other)
            throw new ArgumentException($"Table of {columns.Count} columns: found a row of {other.Count} cells, [{string.Join(", ", other)}].", nameof(rows));
        if (cells.Length == 0) return Nothing($"{caption ?? string.Join(", ", columns)}: none.");
        bool[] numbers = [.. columns.Select((_, column) =>
            cells.All(row => IsNumber(row[column]) || row[column] is "" or "-") && cells.Any(row => IsNumber(row[column])))];
        string Class(int column) => numbers[column] ? " class=\"number\"" : "";
        Add("<div class=\"table\"><table>\n");
        if (caption is not null) _body.Append(CultureInfo.InvariantCulture, $"<caption>{Escape(caption)}</caption>\n");
        _body.Append("<thead><tr>").AppendJoin("", columns.Select((name, column) => $"<th{Class(column)}>{Escape(name)}</th>"))
            .Append("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < cells.Length; row++)
            _body.Append(total && row == cells.Length - 1 ? "<tr class=\"total\">" : "<tr>")
                .AppendJoin("", cells[row].Select((cell, column) => $"<td{Class(column)}>{Escape(cell)}</td>")).Append("</tr>\n");
        _body.Append("</tbody></table></div>\n");
        return this;
    }

    /// <summary>Adds a chart. Consecutive charts are placed side by side where there is room, and so are heat maps and pictures.</summary>
    public HtmlReport Chart(Chart chart)
    {
        var (json, title) = (chart.ToJson(), Escape(chart.Title));
        if (!chart.HasPoints)
            return AddFigure("charts", $"<figure><figcaption>{title}</figcaption><p class=\"empty\">There is nothing to draw.</p></figure>\n");
        _charts = true;
        return AddFigure("charts", string.Create(CultureInfo.InvariantCulture, $"""
            <figure class="chart"><figcaption>{title}</figcaption><div class="plot" style="aspect-ratio:{chart.AspectRatio}">
            <canvas role="img" aria-label="{title}"></canvas></div><script type="application/json">{json}</script></figure>

            """));
    }

    /// <summary>Adds a heat map with the values as tooltips.</summary>
    public HtmlReport HeatMap(HeatMap map) => AddFigure("maps", map.ToHtml());

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">The picture; it is copied, small ones as PNG, photos as JPEG.</param>
    /// <param name="caption">Caption.</param>
    /// <param name="scale">Screen pixels per pixel, for small pictures.</param>
    public HtmlReport Picture(ImageView picture, string caption, int scale = 1)
    {
        var small = picture.Width * picture.Height <= MostPngPixels;
        var data = Convert.ToBase64String(ImageFile.Encode(small ? ".png" : ".jpg", picture));
        var (width, height, description) = (picture.Width * scale, picture.Height * scale, Escape(caption));
        return AddFigure("pictures", string.Create(CultureInfo.InvariantCulture, $"""
            <figure style="--width:{width}px"><img width="{width}" height="{height}" alt="{description}" src="data:image/{(
                small ? "png" : "jpeg")};base64,{data}"><figcaption>{description}</figcaption></figure>

            """));
    }

    static string Scripts =>
        $"<noscript><p>The charts need JavaScript.</p></noscript>\n<script>\n{Resource("chart.js")}\n{Resource("report.js")}</script>\n";

    /// <summary>The page as HTML.</summary>
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
        {_body}{(_group is null ? "" : "</div>\n")}{(_charts ? Scripts : "")}</body>
        </html>

        """;

    /// <summary>Writes the page, completely or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, ToHtml());

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Whether a text is a number, with or without a unit.</summary>
    static bool IsNumber(string text) => Number().IsMatch(text);

    [GeneratedRegex(@"^[<+-]?\s?\d[\d,.]*(e[+-]?\d+)?(\s?(%|px|m|cm|mm|s|ms|°))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Adds a figure to the open group of its kind, or opens a new group.</summary>
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
