using System.Globalization;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>The file that the nodes of a test share: who wrote to it, and in which order.</summary>
internal sealed class SharedJobLog(TemporaryFolder folder)
{
    private string FilePath => folder.File("jobs.log");

    /// <summary>Waits until a node has written a few lines more.</summary>
    public async Task WaitForLinesOfAsync(string node)
    {
        var before = CountOf(node);
        await Eventually.TrueAsync(() => CountOf(node) > before + 2, $"{node} to write");
    }

    /// <summary>Freezes the node while it does not hold the lock of the file; frozen inside, it would keep the others from writing, too.</summary>
    public async Task PauseBetweenWritesAsync(WebNode node)
    {
        using (await new Storage.FileLock(FilePath + ".lock", TimeProvider.System).AcquireAsync(CancellationToken.None))
        {
            await node.Process.PauseAsync();
        }
    }

    /// <summary>Asserts that each of the nodes wrote in one term, one node after the other, and nobody else did.</summary>
    public void AssertOneAfterTheOther(params string[] nodes)
    {
        var lines = Lines();
        Assert.Equal(nodes, lines.Select(static line => line.Node).Aggregate(new List<string>(), AddIfNew));
        Assert.Equal(lines.Select(static line => line.Token).Order(), lines.Select(static line => line.Token));
        Assert.Equal(nodes.Length, lines.Select(static line => line.Token).Distinct().Count());
        Assert.Equal(lines.Select(static line => line.Time).Order(), lines.Select(static line => line.Time));
    }

    private static List<string> AddIfNew(List<string> nodes, string node)
    {
        if (nodes.Count == 0 || nodes[^1] != node)
        {
            nodes.Add(node);
        }

        return nodes;
    }

    private int CountOf(string node) => Lines().Count(line => line.Node == node);

    private List<(DateTimeOffset Time, string Node, long Token)> Lines() => JobLog.Read(FilePath).Select(static words => (
        DateTimeOffset.ParseExact(words[0], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        words[1],
        long.Parse(words[3], CultureInfo.InvariantCulture))).ToList();
}
