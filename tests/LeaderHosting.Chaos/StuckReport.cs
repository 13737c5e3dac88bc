using LeaderHosting.Chaos.Faults;
using LeaderHosting.Chaos.Machines;

namespace LeaderHosting.Chaos;

/// <summary>What is to be seen of everybody when a round does not come to rest: what tells later why.</summary>
internal static class StuckReport
{
    /// <summary>Writes the state of the servers and of the candidates.</summary>
    public static async Task WriteAsync(Stage stage, GrantProbe probe, TextWriter output)
    {
        await output.WriteLineAsync($"  It did not come to rest. {probe}.");
        foreach (var server in stage.Ensemble.Servers)
        {
            await output.WriteLineAsync($"  {server.Machine.Name}:");
            await WriteAsync(await server.DescribeAsync(), output);
        }

        foreach (var candidate in stage.Candidates)
        {
            await output.WriteLineAsync($"  {candidate.Process.Name}, {candidate.Process.Phase}, said last:");
            await WriteAsync(string.Join('\n', candidate.Process.LastLines), output);
        }
    }

    private static async Task WriteAsync(string lines, TextWriter output)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await output.WriteLineAsync($"    {line}");
        }
    }
}
