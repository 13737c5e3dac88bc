using System.Text.Json;
using System.Text.Json.Nodes;
using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>What README.md tells a newcomer to do, done in new projects, with the packages.</summary>
[Collection(PackagingCollection.Name)]
public sealed class InstallTests(PackedLibraries packed)
{
    private static readonly MarkdownText Readme = MarkdownText.Read("README.md");

    private static readonly MarkdownText Guide = Readme.Section("Install");

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task The_program_of_the_readme_in_a_new_web_project_is_master()
    {
        var commands = Guide.Blocks("sh").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("LeaderHosting/pack.sh", Assert.Single(commands, static command => !command.StartsWith("dotnet ", StringComparison.Ordinal)));
        var workplace = await NewProject.CreateAsync(packed.Workplace, Guide.Blocks("xml").Single());
        foreach (var command in commands.Where(static command => command.StartsWith("dotnet ", StringComparison.Ordinal)))
        {
            await workplace.DotnetAsync(command.Split(' ')[1..]);
        }

        var program = Path.Combine(packed.Workplace, "MyApp", "Program.cs");
        var settings = Path.Combine(packed.Workplace, "MyApp", "appsettings.json");
        Assert.True(File.Exists(program) && File.Exists(settings), "dotnet new made another project than expected.");
        await File.WriteAllTextAsync(program, Readme.Blocks("csharp")[0]);
        await File.WriteAllTextAsync(settings, WithSettings(await File.ReadAllTextAsync(settings), Readme.Blocks("json")[0]));
        var log = await workplace.DotnetAsync("build", "MyApp", "--output", "app");
        Assert.DoesNotContain(log, static line => line.Contains("warning", StringComparison.OrdinalIgnoreCase) && !line.Contains("0 Warning(s)", StringComparison.Ordinal));

        await using var zooKeeper = await ZooKeeperServer.StartAsync();
        await using var node = await WebNode.AttachAsync(ChildProcess.StartDotnet(
            Path.Combine(packed.Workplace, "app", "MyApp.dll"),
            [
                "--urls", "http://127.0.0.1:0",
                $"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}",
                $"--ZooKeeperLeadership:SessionTimeout={SessionTimeout:c}",
            ]));
        await node.WaitForRoleAsync("master");

        var health = await node.HealthAsync();
        Assert.Equal(
            ("/myapp/leader", JsonValueKind.Number, JsonValueKind.Number),
            (health.GetProperty("election").GetString(), health.GetProperty("term").ValueKind, health.GetProperty("fencingToken").ValueKind));
        await node.Process.WaitForLineAsync(static line => line.Contains("Reporting under term", StringComparison.Ordinal), "a report");
        Assert.Equal(0, await node.StopAsync());
    }

    [Fact]
    public async Task The_example_of_the_testing_package_runs_in_a_new_project()
    {
        using var folder = new TemporaryFolder();
        var workplace = await NewProject.CreateAsync(
            folder.Path, Guide.Blocks("xml").Single().Replace("LeaderHosting/artifacts/packages", packed.Folder, StringComparison.Ordinal));
        var examples = MarkdownText.Read("src/LeaderHosting.Testing/README.md").Blocks("csharp");

        await workplace.DotnetAsync("new", "console", "--output", "Tests");
        await workplace.DotnetAsync("add", "Tests", "package", "LeaderHosting.Testing");
        await workplace.WriteAsync(
            "Tests/Program.cs",
            $"""
            using LeaderHosting.Testing;
            using LeaderHosting.ZooKeeper;

            {examples[0]}
            Console.WriteLine(client.State);
            """);
        await workplace.DotnetAsync("build", "Tests", "--output", "app");

        await using var program = ChildProcess.StartDotnet(folder.File("app/Tests.dll"), []);
        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Equal(["Connected"], program.Output.Lines);
    }

    // The README shows a member of the object in appsettings.json.
    private static string WithSettings(string appSettings, string member)
    {
        var settings = JsonNode.Parse(appSettings)!.AsObject();
        var (name, value) = JsonNode.Parse($"{{{member}}}")!.AsObject().Single();
        settings.Add(name, value!.DeepClone());
        return settings.ToJsonString();
    }
}
