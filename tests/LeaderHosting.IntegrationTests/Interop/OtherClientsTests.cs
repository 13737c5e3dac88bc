using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Interop;

/// <summary>Other people's clients do on a server what they do: run against the test server and against a real one.</summary>
public abstract class OtherClientsTests(ITestOutputHelper output)
{
    // A Java program compiles itself first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected abstract string ConnectionString { get; }

    [Fact]
    public async Task Kazoo_has_its_recipes()
    {
        var lines = await RunAsync(OtherClients.StartKazoo("kazoo_recipes.py", ConnectionString));

        Assert.Equal(9, lines.Count(static line => line.StartsWith("held: ", StringComparison.Ordinal)));
        Assert.Equal("kazoo: all held", lines[^1]);
    }

    [Fact]
    public async Task Curator_has_its_recipes()
    {
        var lines = await RunAsync(OtherClients.StartCurator("CuratorRecipes.java", ConnectionString));

        Assert.Equal(6, lines.Count(static line => line.StartsWith("held: ", StringComparison.Ordinal)));
        Assert.Equal("curator: all held", lines[^1]);
    }

    [Fact]
    public async Task The_C_client_works()
    {
        var lines = await RunAsync(OtherClients.StartC("c_client.py", ConnectionString));

        Assert.Equal("c: all held", lines[^1]);
    }

    [Fact]
    public async Task ZooKeepers_shell_prints_what_it_should()
    {
        var actual = ShellTranscript.Read(await RunAsync(OtherClients.StartShell("zookeeper-shell.txt", ConnectionString)));

        var expected = ShellTranscript.Read(
            await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "interop", "zookeeper-shell.expected.txt")));
        Assert.Equal(expected.Answers, actual.Answers);
        Assert.Equal(expected.Events, actual.Events);
    }

    private async Task<IReadOnlyList<string>> RunAsync(ChildProcess process)
    {
        await using (process)
        {
            var exitCode = await process.WaitForExitAsync(Patience);
            output.WriteLine(process.Output.Tail());
            Assert.True(exitCode == 0, $"{process.Name} ended with exit code {exitCode}.{Environment.NewLine}{process.Output.Tail()}");
            return process.Output.Lines;
        }
    }
}
