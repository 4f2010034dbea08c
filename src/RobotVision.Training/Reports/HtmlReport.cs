using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using RobotVision.Imaging;
using RobotVision.Recording;

namespace RobotVision.Training.Reports;

/// <summary>
/// A page of text, tables, charts, heat maps and pictures as one HTML file that opens without a server and without a network. The same
/// calls give the same bytes. Text is taken as text: nothing in it is read as HTML. Charts are drawn in the browser by Chart.js
/// (MIT licence), which the file carries.
/// </summary>
public sealed class HtmlReport
{
    const int MostPngPixels = 128 * 128;

    readonly StringBuilder _body = new();
    readonly string _title;
    bool _charts;

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

    /// <summary>Adds a paragraph.</summary>
    public HtmlReport Text(string text) => Add($"<p>{Escape(text)}</p>\n");

    /// <summary>Adds text whose lines stay as they are: options, a recipe.</summary>
    public HtmlReport Preformatted(string text) => Add($"<pre>{Escape(text)}</pre>\n");

    /// <summary>Adds a table. Cells that are numbers are set flush right.</summary>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns.</exception>
    public HtmlReport Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null)
    {
        _body.Append("<table>\n");
        if (caption is not null) _body.Append(CultureInfo.InvariantCulture, $"<caption>{Escape(caption)}</caption>\n");
        _body.Append("<thead><tr>").AppendJoin("", columns.Select(column => $"<th>{Escape(column)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            if (row.Count != columns.Count)
                throw new ArgumentException($"Table of {columns.Count} columns: found a row of {row.Count} cells, [{string.Join(", ", row)}].", nameof(rows));
            _body.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
        }
        _body.Append("</tbody></table>\n");
        return this;
    }

    /// <summary>Adds a chart. Charts and pictures that follow each other stand side by side where there is room.</summary>
    public HtmlReport Chart(Chart chart)
    {
        _charts = true;
        return Add(string.Create(CultureInfo.InvariantCulture, $"""
            <figure class="chart" style="aspect-ratio:{chart.AspectRatio}"><canvas role="img" aria-label="{Escape(chart.Title)}"></canvas><script type="application/json">{chart.ToJson()}</script></figure>

            """));
    }

    /// <summary>Adds a heat map; pointing at a cell shows its value.</summary>
    public HtmlReport HeatMap(HeatMap map) => Add(map.ToHtml());

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">The picture; it is copied, small ones as PNG, photos as JPEG.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="scale">Screen pixels a picture's pixel, for small pictures.</param>
    public HtmlReport Picture(ImageView picture, string caption, int scale = 1)
    {
        var small = picture.Width * picture.Height <= MostPngPixels;
        var data = Convert.ToBase64String(ImageFile.Encode(small ? ".png" : ".jpg", picture));
        return Add(string.Create(CultureInfo.InvariantCulture, $"""
            <figure><img width="{picture.Width * scale}" height="{picture.Height * scale}" alt="{Escape(caption)}" src="data:image/{(small ? "png" : "jpeg")};base64,{data}"><figcaption>{Escape(caption)}</figcaption></figure>

            """));
    }

    /// <summary>The page.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{Escape(_title)}</title>
        <style>
        {Resource("report.css")}</style>
        </head>
        <body>
        {_body}{(_charts ? $"<noscript><p>The charts need JavaScript.</p></noscript>\n<script>\n{Resource("chart.js")}\n{Resource("report.js")}</script>\n" : "")}</body>
        </html>

        """;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, ToHtml());

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    static string Cell(string text) =>
        double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
            ? $"<td class=\"number\">{Escape(text)}</td>"
            : $"<td>{Escape(text)}</td>";

    static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    HtmlReport Add(string html)
    {
        _body.Append(html);
        return this;
    }
}
