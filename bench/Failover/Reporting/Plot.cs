namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>A drawing: lines through points over one axis.</summary>
/// <param name="Name">The name of its file, without extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">The axis at the bottom, with its unit.</param>
/// <param name="Vertical">The axis at the side, with its unit.</param>
/// <param name="IsLogarithmic">Whether the horizontal axis is.</param>
/// <param name="Lines">The lines.</param>
internal sealed record Plot(string Name, string Title, string Horizontal, string Vertical, bool IsLogarithmic, IReadOnlyList<PlotLine> Lines);

/// <summary>One line of a drawing.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);
