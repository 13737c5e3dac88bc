using System.Globalization;
using System.Net;
using System.Text.Json;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting.Readme.Tests;

/// <summary>What README.md shows is what there is.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_program_is_the_one_that_is_run_here() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, "tests", "LeaderHosting.ReadmeApp", "Program.cs")).ReplaceLineEndings("\n"),
            Readme.Blocks("csharp")[0]);

    [Fact]
    public async Task The_program_is_master_and_health_says_so_as_shown()
    {
        var shown = JsonDocument.Parse(Readme.Blocks("json").Single(static block => block.StartsWith('{'))).RootElement;
        await using var server = await ZooKeeperTestServer.StartAsync();
        await using var app = new WebApplicationFactory<Program>().WithWebHostBuilder(
            host => host.UseSetting("ZooKeeperLeadership:ConnectionString", server.ConnectionString));
        await app.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        var answer = await app.CreateClient().GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(shown.EnumerateObject().Select(static member => member.Name), health.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(("Healthy", "master"), (health.GetProperty("status").GetString(), health.GetProperty("role").GetString()));
    }

    [Fact]
    public void The_settings_shown_are_settings()
    {
        var shown = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{{{Readme.Blocks("json")[0]}}}")))
            .Build()
            .GetSection(ZooKeeperLeadershipOptions.SectionName);
        var options = shown.Get<ZooKeeperLeadershipOptions>(static binder => binder.ErrorOnUnknownConfiguration = true)!;

        Assert.Equal(("zk1:2181,zk2:2181,zk3:2181", "/myapp/leader"), (options.ConnectionString, options.ElectionPath));
    }

    [Fact]
    public void The_table_of_settings_has_all_of_them() =>
        Assert.Equal(
            typeof(ZooKeeperLeadershipOptions).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal),
            Readme.Table("Configuration").SelectMany(static row => KeysIn(row[0])).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_settings_gives_their_defaults()
    {
        var options = new ZooKeeperLeadershipOptions();
        var shown = Readme.Table("Configuration")
            .Where(static row => row[1].StartsWith('`') && row[1].EndsWith('`') && !row[1].Contains('<', StringComparison.Ordinal))
            .ToDictionary(static row => KeysIn(row[0]).Single(), static row => row[1].Trim('`'), StringComparer.Ordinal);

        Assert.NotEmpty(shown);
        Assert.All(shown, row => Assert.Equal(
            row.Value,
            Convert.ToString(typeof(ZooKeeperLeadershipOptions).GetProperty(row.Key)!.GetValue(options), CultureInfo.InvariantCulture),
            ignoreCase: true));
    }

    [Fact]
    public void The_words_of_a_setting_are_its_words()
    {
        Assert.Equal(WordsOf<StopOverrunBehavior>(), WordsShownFor("StopOverrun"));
        Assert.Equal(WordsOf<ServiceFaultBehavior>(), WordsShownFor("ServiceFault"));
        Assert.Equal(WordsOf<ZooKeeperLeadershipAcl>(), WordsShownFor("Acl"));
        Assert.Equal(WordsOf<LeadershipOrder>(), WordsShownFor("Order"));
    }

    [Fact]
    public void What_the_table_of_the_repository_names_is_there() =>
        Assert.All(
            Readme.Table("In this repository").SelectMany(static row => KeysIn(row[0])),
            static path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"There is no {path}."));

    [Fact]
    public void Every_project_that_a_command_runs_is_there() =>
        Assert.All(
            Readme.Blocks("sh").SelectMany(static block => block.Split('\n')).Where(static line => line.Contains("--project ", StringComparison.Ordinal)),
            static line =>
            {
                var project = line.Split("--project ")[1].Split(' ')[0];
                Assert.True(Directory.Exists(Path.Combine(Repository.Root, project)), $"There is no {project}.");
            });

    private static IEnumerable<string> KeysIn(string cell) =>
        cell.Split(',', StringSplitOptions.TrimEntries).Select(static key => key.Trim('`'));

    private static IEnumerable<string> WordsOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Order(StringComparer.Ordinal);

    private static IEnumerable<string> WordsShownFor(string setting) =>
        Readme.Table("Configuration").Single(row => row[0] == $"`{setting}`")[2].Split('`').Where(static (_, i) => i % 2 == 1).Order(StringComparer.Ordinal);
}
