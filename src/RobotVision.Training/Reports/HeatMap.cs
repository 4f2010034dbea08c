using System.Globalization;
using System.Text;

namespace RobotVision.Training.Reports;

/// <summary>A table of numbers shown as colours, dark blue for the least, yellow for the most, grey where there is none.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Values">[row, column], the first row on top; NaN where nothing is known.</param>
public sealed record HeatMap(string Title, double[,] Values)
{
    // Five points of the way from dark blue over green to yellow, evenly spaced in lightness, so that it reads in grey too.
    static readonly (double Red, double Green, double Blue)[] Colors = [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)];

    /// <summary>The value of the darkest colour; the least of the values when null.</summary>
    public double? Min { get; init; }

    /// <summary>The value of the lightest colour; the greatest of the values when null.</summary>
    public double? Max { get; init; }

    /// <summary>How a value is written, a .NET format.</summary>
    public string Format { get; init; } = "0.##";

    /// <summary>Names of the rows; none when empty.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Names of the columns; none when empty.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether the values are written into their cells, and not only shown when pointed at.</summary>
    public bool ShowValues { get; init; }

    internal string ToHtml()
    {
        var known = Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (Min ?? known.Min(), Max ?? known.Max());
        var html = new StringBuilder($"<figure><figcaption>{HtmlReport.Escape(Title)}</figcaption><table class=\"heat\">\n");
        if (Columns.Count > 0)
            html.Append("<tr>").Append(Rows.Count > 0 ? "<th></th>" : "").AppendJoin("", Columns.Select(name => $"<th>{HtmlReport.Escape(name)}</th>")).Append("</tr>\n");
        for (var row = 0; row < Values.GetLength(0); row++)
        {
            html.Append("<tr>");
            if (Rows.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<th>{HtmlReport.Escape(Rows[row])}</th>");
            for (var column = 0; column < Values.GetLength(1); column++) html.Append(Cell(Values[row, column], low, high));
            html.Append("</tr>\n");
        }
        return html.Append(CultureInfo.InvariantCulture, $"</table><small>{Write(low)} <span class=\"scale\"></span> {Write(high)}</small></figure>\n").ToString();
    }

    string Cell(double value, double low, double high)
    {
        if (!double.IsFinite(value)) return "<td title=\"none\"></td>";
        var part = high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0.5;
        var at = part * (Colors.Length - 1);
        var (from, to) = (Colors[(int)at], Colors[Math.Min((int)at + 1, Colors.Length - 1)]);
        var between = at - (int)at;
        return string.Create(CultureInfo.InvariantCulture,
            $"<td title=\"{Write(value)}\" style=\"background:rgb({Mix(from.Red, to.Red)},{Mix(from.Green, to.Green)},{Mix(from.Blue, to.Blue)});color:{(part > 0.6 ? "#000" : "#fff")}\">{(ShowValues ? Write(value) : "")}</td>");

        int Mix(double a, double b) => (int)Math.Round(a + (b - a) * between);
    }

    string Write(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
