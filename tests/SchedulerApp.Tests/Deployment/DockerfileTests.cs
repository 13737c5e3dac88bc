using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

public sealed class DockerfileTests
{
    /// <summary>Where it is, from the root of the repository.</summary>
    public const string FilePath = "samples/SchedulerApp/Dockerfile";

    private readonly string[] _lines = File.ReadAllLines(Path.Combine(Repository.Root, FilePath));

    [Fact]
    public void It_builds_and_runs_on_the_version_that_the_program_targets()
    {
        var version = Environment.Version.ToString(fieldCount: 2);

        Assert.Equal(
            [$"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build", $"FROM mcr.microsoft.com/dotnet/aspnet:{version}"],
            _lines.Where(static line => line.StartsWith("FROM ", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_starts_this_program_without_a_shell_and_not_as_root()
    {
        Assert.Contains($"""ENTRYPOINT ["dotnet", "{typeof(WhoLeads).Assembly.GetName().Name}.dll"]""", _lines);
        Assert.True(Array.IndexOf(_lines, "USER $APP_UID") > Array.FindLastIndex(_lines, static line => line.StartsWith("FROM ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Its_health_check_asks_the_port_that_the_program_listens_on()
    {
        var port = _lines.Single(static line => line.StartsWith("EXPOSE ", StringComparison.Ordinal))["EXPOSE ".Length..];

        Assert.Contains($"ENV ASPNETCORE_HTTP_PORTS={port}", _lines);
        Assert.Contains(_lines, line => line.Contains($"http://127.0.0.1:{port}/health", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/")]
    [InlineData("samples/")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData(".editorconfig")]
    public void What_the_build_needs_is_not_ignored(string needed)
        => Assert.DoesNotContain(needed, File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")));
}
