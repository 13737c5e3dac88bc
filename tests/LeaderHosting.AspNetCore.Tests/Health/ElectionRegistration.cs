using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>Everything as a user registers it, but the election itself.</summary>
internal static class ElectionRegistration
{
    public static void AddElection(this WebApplicationBuilder builder, ILeadership leadership)
    {
        builder.Services.AddZooKeeperLeadership(static options =>
        {
            options.ConnectionString = "zk.internal:2181";
            options.DigestUser = "scheduler";
            options.DigestPassword = "s3cret";
        });
        var election = typeof(ILeadership).Assembly;
        var worker = builder.Services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == election);
        builder.Services.Remove(worker);
        builder.Services.Replace(ServiceDescriptor.Singleton<ILeadership>(leadership));
    }
}
