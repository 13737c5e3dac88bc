using FailoverDemo.Cluster;

namespace FailoverDemo.Tests.Cluster;

public sealed class NodeProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("node-process-tests-");

    private string LogFile => Path.Combine(_folder.FullName, "node.log");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A node that is started again disposes of its last process while the health probe looks at it.</summary>
    [Fact]
    public async Task One_that_was_disposed_of_has_ended_and_says_so()
    {
        var process = Start("--urls", "http://127.0.0.1:0", "--ZooKeeperLeadership:ConnectionString=127.0.0.1:1");
        Assert.False(process.HasEnded);

        await process.KillAsync();
        Assert.True(process.HasEnded);
        process.Dispose();

        Assert.True(process.HasEnded);
        Assert.True(process.Id > 0);
    }

    [Fact]
    public async Task Its_last_words_are_in_the_log_when_it_has_ended()
    {
        using var process = Start("--ZooKeeperLeadership:SessionTimeout=nonsense", "--ZooKeeperLeadership:ConnectionString=127.0.0.1:1");

        await process.WaitForEndAsync();

        Assert.True(process.HasEnded);
        await using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        Assert.Contains("SessionTimeout", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private NodeProcess Start(params IEnumerable<string> arguments) => NodeProcess.Start(arguments, LogFile);
}
