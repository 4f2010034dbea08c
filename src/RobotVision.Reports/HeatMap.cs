using System.Globalization;
using System.Text;

namespace RobotVision.Reports;

/// <summary>A table of numbers shown as shades of one colour, hatched where the value is NaN.</summary>
/// <param name="Title">Title of the map.</param>
/// <param name="Values">[row, column], the first row on top; NaN where unknown.</param>
public sealed record HeatMap(string Title, double[,] Values)
{
    /// <summary>Above this fraction of the scale, text has the colour of the page; chosen for contrast.</summary>
    const double High = 0.65;

    /// <summary>The value without colour; the smallest value when null.</summary>
    public double? Min { get; init; }

    /// <summary>The value with full colour; the largest value when null.</summary>
    public double? Max { get; init; }

    /// <summary>.NET format of the values.</summary>
    public string Format { get; init; } = "0.##";

    /// <summary>Names of the rows; none when empty.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Names of the columns; none when empty.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether the values are written into their cells; otherwise they are shown only as tooltips.</summary>
    public bool ShowValues { get; init; }

    /// <summary>Text of a cell, by row and column; its value when null.</summary>
    public Func<int, int, string>? Words { get; init; }

    internal string ToHtml()
    {
        var known = Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (Min ?? known.Min(), Max ?? known.Max());
        var (rows, columns) = (Values.GetLength(0), Values.GetLength(1));
        // All columns have the same width.
        var cell = Words is not null ? 3.1 : ShowValues || Columns.Count > 0 ? 2.25 : 1.2;
        var head = Rows.Count > 0 ? Math.Min(14, 1.5 + 0.6 * Rows.Max(name => name.Length)) : 0;
        var html = new StringBuilder(Invariant(
            $"<figure><figcaption>{HtmlReport.Escape(Title)}</figcaption><table class=\"heat\" style=\"width:{head + columns * cell:0.0}em\">\n<colgroup>"));
        if (Rows.Count > 0) html.Append(Invariant($"<col style=\"width:{head:0.0}em\">"));
        html.Append(Invariant($"<col span=\"{columns}\"></colgroup>\n"));
        var upright = Columns.Any(name => name.Length > 5);
        if (Columns.Count > 0)
            html.Append("<tr>").Append(Rows.Count > 0 ? "<th></th>" : "")
                .AppendJoin("", Columns.Select(name => upright ? $"<th class=\"column\"><span>{HtmlReport.Escape(name)}</span></th>"
                    : $"<th class=\"column\">{HtmlReport.Escape(name)}</th>")).Append("</tr>\n");
        for (var row = 0; row < rows; row++)
        {
            html.Append("<tr>");
            if (Rows.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<th>{HtmlReport.Escape(Rows[row])}</th>");
            for (var column = 0; column < columns; column++) html.Append(Cell(row, column, low, high));
            html.Append("</tr>\n");
        }

        return html.Append(CultureInfo.InvariantCulture, $"</table><small>{Write(low)} <span class=\"scale\"></span> {Write(high)}</small></figure>\n")
            .ToString();
    }

    string Cell(int row, int column, double low, double high)
    {
        var value = Values[row, column];
        if (!double.IsFinite(value)) return "<td class=\"none\" title=\"none\"></td>";
        var part = high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0.5;
        var text = Words?.Invoke(row, column) ?? (ShowValues ? Write(value) : "");
        var style = part > High ? " class=\"high\"" : "";
        return Invariant($"<td title=\"{Write(value)}\"{style} style=\"--part:{100 * part:0}%\">{HtmlReport.Escape(text)}</td>");
    }

    string Write(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
