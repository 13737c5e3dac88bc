using System.Globalization;
using System.Net;
using System.Text;

namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>Draws a plot as SVG.</summary>
internal static class SvgPlot
{
    private const double Width = 640;
    private const double Height = 360;
    private const double Left = 70;
    private const double Right = 20;
    private const double Top = 40;
    private const double Bottom = 50;
    private const int LegendLine = 18;
    private const int WantedSteps = 5;

    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"];

    /// <summary>Draws it to the folder, as <c>name.svg</c>.</summary>
    public static void Write(Plot plot, string folder) => File.WriteAllText(Path.Combine(folder, plot.Name + ".svg"), Draw(plot));

    private static string Draw(Plot plot)
    {
        var points = plot.Lines.SelectMany(static line => line.Points).ToList();
        var step = StepFor(points.Max(static point => point.Y));
        var top = Math.Max(1, Math.Ceiling(points.Max(static point => point.Y) / step)) * step;
        var (first, last) = (Scale(points.Min(static point => point.X)), Scale(points.Max(static point => point.X)));
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        Add($"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Text(Width / 2, Top / 2, "middle", plot.Title, "font-size=\"14\"");
        for (var value = 0.0; value <= top + (step / 2); value += step)
        {
            Add($"""<path d="M{Left} {Y(value):0.#}H{Width - Right}" stroke="#ddd"/>""");
            Text(Left - 8, Y(value) + 4, "end", value.ToString("0.###", CultureInfo.InvariantCulture));
        }

        foreach (var x in points.Select(static point => point.X).Distinct())
        {
            Text(X(x), Height - Bottom + 18, "middle", x.ToString("#,0.###", CultureInfo.InvariantCulture));
        }

        Text((Left + Width - Right) / 2, Height - 10, "middle", plot.Horizontal);
        Text(0, 0, "middle", plot.Vertical, $"transform=\"translate(18 {(Top + Height - Bottom) / 2:0}) rotate(-90)\"");
        for (var i = 0; i < plot.Lines.Count; i++)
        {
            DrawLine(plot.Lines[i], Colours[i % Colours.Length], Top + 12 + (i * LegendLine));
        }

        return svg.Append("</svg>\n").ToString();

        double Scale(double x) => plot.IsLogarithmic ? Math.Log10(x) : x;

        double X(double x) => Left + ((Scale(x) - first) / Math.Max(last - first, double.Epsilon) * (Width - Left - Right - 10)) + 5;

        double Y(double y) => Height - Bottom - (y / top * (Height - Top - Bottom));

        void Add(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Text(double x, double y, string anchor, string text, string more = "") =>
            Add($"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" {more}>{WebUtility.HtmlEncode(text)}</text>""");

        void DrawLine(PlotLine line, string colour, double legend)
        {
            var path = string.Join(' ', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Y):0.#}")));
            Add($"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            foreach (var point in line.Points)
            {
                Add($"""<circle cx="{X(point.X):0.#}" cy="{Y(point.Y):0.#}" r="3" fill="{colour}"/>""");
            }

            Text(Left + 12, legend, "start", line.Name, $"fill=\"{colour}\"");
        }
    }

    /// <summary>A round distance between the lines of the grid: 1, 2 or 5 times a power of ten.</summary>
    private static double StepFor(double largest)
    {
        var rough = Math.Max(largest, double.Epsilon) / WantedSteps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
