using LeaderHosting;
using LeaderHosting.TestKit;
using SchedulerApp.Scheduling;

namespace SchedulerApp.Tests;

/// <summary>The names, ports and settings in docker-compose.yml agree with each other, with the Dockerfile and with the options.</summary>
public sealed class ComposeFileTests
{
    private static readonly string[] Servers = ["zk1", "zk2", "zk3"];
    private static readonly string[] Apps = ["app1", "app2", "app3"];

    private readonly ComposeFile _compose = new();

    [Fact]
    public void There_are_three_servers_and_three_apps()
        => Assert.Equal(Servers.Concat(Apps), _compose.Services);

    [Fact]
    public void The_servers_name_each_other_and_know_who_they_are()
    {
        for (var i = 0; i < Servers.Length; i++)
        {
            var environment = _compose.Environment(Servers[i]);

            Assert.Equal($"{i + 1}", environment["ZOO_MY_ID"]);
            Assert.Equal(Servers.Select(static (server, n) => $"server.{n + 1}={server}:2888:3888;2181"), environment["ZOO_SERVERS"].Split(' '));
        }
    }

    [Fact]
    public void A_server_answers_the_word_that_its_health_check_asks()
        => Assert.All(Servers, server =>
        {
            var test = (List<object>)ComposeFile.Map(_compose.Service(server), "healthcheck")["test"]!;

            var word = ((string)test[1]).Split(' ')[1];
            Assert.Contains(word, _compose.Environment(server)["ZOO_4LW_COMMANDS_WHITELIST"].Split(','));
        });

    [Fact]
    public void Every_app_connects_to_all_servers_and_waits_until_they_are_healthy()
        => Assert.All(Apps, app =>
        {
            Assert.Equal(string.Join(',', Servers.Select(static server => $"{server}:2181")), _compose.Environment(app)["ZooKeeperLeadership__ConnectionString"]);

            var dependencies = ComposeFile.Map(_compose.Service(app), "depends_on");
            Assert.Equal(Servers, dependencies.Keys);
            Assert.All(Servers, server => Assert.Equal("service_healthy", ComposeFile.Map(dependencies, server)["condition"]));
        });

    [Fact]
    public void Every_app_has_a_port_of_its_own_and_says_so()
    {
        var exposed = Dockerfile().Single(static line => line.StartsWith("EXPOSE ", StringComparison.Ordinal))["EXPOSE ".Length..];
        for (var i = 0; i < Apps.Length; i++)
        {
            Assert.Equal([$"{5001 + i}:{exposed}"], _compose.List(Apps[i], "ports"));
            Assert.Equal($"http://localhost:{5001 + i}", _compose.Environment(Apps[i])["ZooKeeperLeadership__AdvertisedUrl"]);
            Assert.Equal(Apps[i], _compose.Environment(Apps[i])["ZooKeeperLeadership__NodeName"]);
        }
    }

    [Fact]
    public void All_apps_take_part_in_one_election()
        => Assert.Single(Apps.Select(app => _compose.Environment(app)["ZooKeeperLeadership__ElectionPath"]).Distinct());

    [Fact]
    public void Every_setting_of_an_app_is_one_that_exists()
        => Assert.All(Apps.SelectMany(app => _compose.Environment(app).Keys).Distinct(), key =>
        {
            var parts = key.Split("__");
            var options = parts[0] switch
            {
                ZooKeeperLeadershipOptions.SectionName => typeof(ZooKeeperLeadershipOptions),
                SchedulerOptions.SectionName => typeof(SchedulerOptions),
                _ => throw new InvalidOperationException($"{key} belongs to no section."),
            };
            Assert.NotNull(options.GetProperty(parts[1]));
        });

    [Fact]
    public void All_apps_write_to_one_file_on_a_volume_that_the_image_gives_to_its_user()
    {
        var file = Assert.Single(Apps.Select(app => _compose.Environment(app)["Scheduler__OutputFile"]).Distinct());
        var folder = file[..file.LastIndexOf('/')];

        Assert.All(Apps, app => Assert.Equal([$"jobs:{folder}"], _compose.List(app, "volumes")));
        Assert.Contains($"VOLUME {folder}", Dockerfile());
    }

    [Fact]
    public void Volumes_are_declared_and_no_server_shares_one()
    {
        var used = Servers.SelectMany(server => _compose.List(server, "volumes")).Select(static volume => volume.Split(':')[0]).ToList();

        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.Equal(used.Append("jobs").Order(), _compose.Volumes.Order());
    }

    [Fact]
    public void Every_app_has_more_time_to_stop_than_its_session_lasts()
        => Assert.All(Apps, app =>
        {
            var grace = (string)_compose.Service(app)["stop_grace_period"]!;

            Assert.EndsWith("s", grace, StringComparison.Ordinal);
            Assert.True(
                TimeSpan.FromSeconds(int.Parse(grace[..^1], null)) > TimeSpan.Parse(_compose.Environment(app)["ZooKeeperLeadership__SessionTimeout"], null));
        });

    [Fact]
    public void Every_app_is_built_from_the_dockerfile_of_the_sample()
        => Assert.All(Apps, app => Assert.Equal(DockerfileTests.FilePath, ComposeFile.Map(_compose.Service(app), "build")["dockerfile"]));

    private static string[] Dockerfile() => File.ReadAllLines(Path.Combine(Repository.Root, DockerfileTests.FilePath));
}
