using System.Text.Json;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task One_round_on_a_real_server_prints_a_table_and_writes_JSON()
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-bench-").FullName;
        try
        {
            await using var bench = ChildProcess.StartDotnet(
                Repository.BuiltAssembly("bench/Failover", "LeaderHosting.Bench.Failover"), ["pause", "--rounds", "1", "--output", folder]);

            Assert.True(await bench.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, bench.Output.Tail());
            Assert.Contains(bench.Output.Lines, static line => line.StartsWith("| says that it leads after SIGCONT", StringComparison.Ordinal));
            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "pause.json")));
            Assert.Equal(1, report.RootElement.GetProperty("measurements")[0].GetProperty("samples").GetArrayLength());
            Assert.True(report.RootElement.GetProperty("bars")[0].GetProperty("isMet").GetBoolean());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
