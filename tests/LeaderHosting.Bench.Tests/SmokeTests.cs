using System.Text.Json;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task One_round_on_a_real_server_prints_a_table_and_writes_JSON()
    {
        var (table, report) = await RunAsync("pause");

        Assert.Contains(table, static line => line.StartsWith("| says that it leads after SIGCONT", StringComparison.Ordinal));
        Assert.Equal(1, report.GetProperty("measurements")[0].GetProperty("samples").GetArrayLength());
        Assert.True(report.GetProperty("bars")[0].GetProperty("isMet").GetBoolean());
    }

    [Fact]
    public async Task What_stands_in_the_way_is_measured_in_the_same_rounds()
    {
        var (_, report) = await RunAsync("start-up");

        var measurements = report.GetProperty("measurements").EnumerateArray().ToList();
        var master = measurements.Single(static m => IsOf(m, "one server", "host.StartAsync → master"));
        var bound = measurements.Single(static m => IsOf(m, "one server", "bound: the two together"));
        Assert.All([master, bound], static m => Assert.True(Assert.Single(m.GetProperty("samples").EnumerateArray()).GetDouble() > 0));
    }

    private static bool IsOf(JsonElement measurement, string servers, string subject) =>
        measurement.GetProperty("quantity").GetString()!.EndsWith(servers, StringComparison.Ordinal) && measurement.GetProperty("subject").GetString() == subject;

    /// <summary>Runs one round of an experiment, in a process of its own.</summary>
    private static async Task<(IReadOnlyList<string> Table, JsonElement Report)> RunAsync(string experiment)
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-bench-").FullName;
        try
        {
            await using var bench = ChildProcess.StartDotnet(
                Repository.BuiltAssembly("bench/Failover", "LeaderHosting.Bench.Failover"), [experiment, "--rounds", "1", "--output", folder]);

            Assert.True(await bench.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, bench.Output.Tail());
            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, experiment + ".json")));
            return (bench.Output.Lines, report.RootElement.Clone());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
