using System.Globalization;
using System.Net;
using System.Text;

namespace RobotVision.Reports;

/// <summary>Bar chart of values from 0 to 1 in groups and panels, as SVG.</summary>
static class BarPicture
{
    const int PanelWidth = 400, PanelHeight = 190, Margin = 40, Top = 54, PlotHeight = 110, LegendWidth = 120, LegendLetters = 16;

    // Colours that are distinguishable with colour blindness: M. Okabe and K. Ito, "Color Universal Design", 2008.
    static readonly string[] Colors = ["#56b4e9", "#d55e00", "#009e73", "#cc79a7"];

    /// <summary>Draws two panels per row.</summary>
    /// <param name="title">Title of the chart.</param>
    /// <param name="names">Names of the bars of each group, at most four.</param>
    /// <param name="panels">The panels.</param>
    public static string Draw(string title, IReadOnlyList<string> names, IReadOnlyList<BarPanel> panels)
    {
        var (width, height) = (2 * PanelWidth, Top + (panels.Count + 1) / 2 * PanelHeight);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" "
            + $"width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\">");
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        Text(svg, 12, 20, title, "start", 14);
        var legend = Math.Max(LegendWidth, (width - 12) / Math.Max(1, names.Count) * (names.Max(name => name.Length) > LegendLetters ? 1 : 0));
        for (var i = 0; i < names.Count; i++)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{12 + legend * i}\" y=\"30\" width=\"12\" height=\"12\" fill=\"{Colors[i]}\"/>");
            Text(svg, 28 + legend * i, 40, names[i], "start");
        }

        for (var i = 0; i < panels.Count; i++) Panel(svg, panels[i], i % 2 * PanelWidth, Top + i / 2 * PanelHeight);
        return svg.AppendLine("</svg>").ToString();
    }

    static void Panel(StringBuilder svg, BarPanel panel, int left, int top)
    {
        var bottom = top + 24 + PlotHeight;
        Text(svg, left + Margin, top + 14, panel.Title, "start", 12);
        foreach (var tick in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            var y = bottom - tick * PlotHeight;
            svg.AppendLine(CultureInfo.InvariantCulture,
                $"<line x1=\"{left + Margin}\" x2=\"{left + PanelWidth - 12}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#cccccc\"/>");
            Text(svg, left + Margin - 6, y + 4, Invariant($"{tick:0.0}"), "end");
        }

        var groupWidth = (PanelWidth - Margin - 12.0) / panel.Groups.Count;
        for (var g = 0; g < panel.Groups.Count; g++)
        {
            var (group, x) = (panel.Groups[g], left + Margin + g * groupWidth);
            var barWidth = groupWidth * 0.7 / group.Values.Count;
            for (var i = 0; i < group.Values.Count; i++)
            {
                if (group.Values[i] is not { } value) continue;
                var at = x + groupWidth * 0.15 + i * barWidth;
                svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{at:F1}\" y=\"{bottom - value * PlotHeight:F1}\" width=\"{barWidth - 1:F1}\" "
                    + $"height=\"{value * PlotHeight:F1}\" fill=\"{Colors[i]}\"/>");
                Text(svg, at + barWidth / 2, bottom - value * PlotHeight - 3, Invariant($"{value:0.00}"), "middle", 9);
            }

            Text(svg, x + groupWidth / 2, bottom + 14, group.Name, "middle");
            if (group.Count is { } count) Text(svg, x + groupWidth / 2, bottom + 27, Invariant($"n = {count}"), "middle", 9);
        }
    }

    static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size = 11) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" "
            + $"fill=\"#222222\">{WebUtility.HtmlEncode(text)}</text>");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One panel of bars.</summary>
/// <param name="Title">Title of the panel.</param>
/// <param name="Groups">Groups from left to right.</param>
sealed record BarPanel(string Title, IReadOnlyList<BarGroup> Groups);

/// <summary>A group of bars.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Count">Number of objects that the values are based on, shown below the name; null for none.</param>
/// <param name="Values">Values 0..1; null for no bar.</param>
sealed record BarGroup(string Name, int? Count, IReadOnlyList<double?> Values);
