using LeaderHosting.Hosting;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Hosts with nothing in them but an application's name and some settings.</summary>
internal static class TestHost
{
    public static HostApplicationBuilder CreateBuilder(params IEnumerable<(string Key, string? Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return builder;
    }

    /// <summary>Lets the election of this host take place in memory, in real time.</summary>
    public static FakeSessionFactory AddEnsembleInMemory(this HostApplicationBuilder builder)
    {
        var network = new FakeSessionFactory(new InMemoryEnsemble(LeaseTimeProvider.Instance), LeaseTimeProvider.Instance);
        builder.Services.AddSingleton(new CoordinationSource(Name: null, _ => network));
        return network;
    }

    public static TestLogs AddLogs(this HostApplicationBuilder builder)
    {
        var logs = new TestLogs();
        builder.Logging.AddProvider(logs);
        return logs;
    }
}
