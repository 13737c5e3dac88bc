using LeaderHosting;
using LeaderHosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SchedulerApp.Scheduling;

namespace SchedulerApp.Tests;

public sealed class SchedulerOptionsTests
{
    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:00.009")]
    [InlineData("1.00:00:01")]
    public void An_interval_out_of_range_is_refused_at_the_start(string interval)
    {
        using var services = Build(interval);

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Scheduler:Interval must be between 00:00:00.0100000 and 1.00:00:00", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00.010")]
    [InlineData("1.00:00:00")]
    public void An_interval_in_range_is_taken(string interval)
    {
        using var services = Build(interval);

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(TimeSpan.Parse(interval, null), services.GetRequiredService<IOptions<SchedulerOptions>>().Value.Interval);
    }

    [Fact]
    public void The_interval_is_a_second_by_default_and_nothing_is_written()
    {
        using var services = Build(interval: null);

        var options = services.GetRequiredService<IOptions<SchedulerOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(1), options.Interval);
        Assert.Null(options.OutputFile);
    }

    private static ServiceProvider Build(string? interval)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<ILeadership>(new FakeLeadership { NodeName = "node-1" });
        var settings = new Dictionary<string, string?>();
        if (interval is not null)
        {
            settings["Scheduler:Interval"] = interval;
        }

        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLeaderScheduler();
        return services.BuildServiceProvider();
    }
}
