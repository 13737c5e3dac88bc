using LeaderHosting.TestKit;

namespace MinimalWorker.Tests;

/// <summary>All of the libraries compiled ahead of time, and not only what a sample uses of them.</summary>
[Collection(PublishCollection.Name)]
public sealed class AotAppTests
{
    [Fact]
    public async Task No_member_of_the_libraries_gives_a_warning_and_the_server_for_tests_runs_too()
    {
        using var folder = new TemporaryFolder();
        var log = await DotnetCommand.RunAsync(["publish", "tests/LeaderHosting.AotApp", "--output", folder.Path]);
        Assert.Contains(log, static line => line.Contains("Generating native code", StringComparison.Ordinal));
        Assert.DoesNotContain(log, static line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));

        await using var program = ChildProcess.Start(folder.File("LeaderHosting.AotApp"), ["--urls", "http://127.0.0.1:0"]);

        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Contains(program.Output.Lines, static line => line.StartsWith("{\"status\":\"Healthy\",\"role\":\"master\"", StringComparison.Ordinal));
    }
}
