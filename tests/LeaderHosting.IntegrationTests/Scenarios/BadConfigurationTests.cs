using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>What a user sees who has written nonsense into the configuration: the program ends, and says which key is wrong.</summary>
public sealed class BadConfigurationTests
{
    private const string Section = "ZooKeeperLeadership:";

    [Theory]
    [InlineData("ConnectionString", "zk1:port")]
    [InlineData("ConnectionString", "")]
    [InlineData("ConnectionString", "zk1:2181,,zk2:2181")]
    [InlineData("SessionTimeout", "00:00:00")]
    [InlineData("SessionTimeout", "ten seconds")]
    [InlineData("ElectionPath", "dmonitor/master")]
    [InlineData("StopBudget", "00:00:06")]
    [InlineData("StopOverrun", "Explode")]
    [InlineData("DigestUser", "alice")]
    public async Task A_fault_ends_the_program_and_names_its_key(string key, string value)
    {
        await using var process = Start($"--{Section}{key}={value}");

        Assert.NotEqual(0, await process.WaitForExitAsync());

        // Digest authentication needs both keys; the fault lies with the one that is missing.
        var named = Section + (key == "DigestUser" ? "DigestPassword" : key);
        Assert.Contains(process.Output.Lines, line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output.Lines, static line => line.Contains("Connected to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_fault_has_a_line_of_its_own()
    {
        await using var process = Start(
            $"--{Section}ConnectionString=zk1:port", $"--{Section}ElectionPath=dmonitor/master", $"--{Section}SessionTimeout=00:00:00");

        Assert.NotEqual(0, await process.WaitForExitAsync());

        string[] keys = ["ConnectionString", "ElectionPath", "SessionTimeout"];
        foreach (var key in keys)
        {
            Assert.Contains(process.Output.Lines, line => keys.Where(k => line.Contains(Section + k, StringComparison.Ordinal)).SequenceEqual([key]));
        }
    }

    private static ChildProcess Start(params string[] faults) => ChildProcess.StartDotnet(
        Repository.BuiltAssembly("samples/SchedulerApp"), ["--urls=http://127.0.0.1:0", $"--{Section}ConnectionString=127.0.0.1:2181", .. faults]);
}
