using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting;

/// <summary>Fills in the defaults that depend on the host.</summary>
internal sealed class ZooKeeperLeadershipOptionsDefaults : IPostConfigureOptions<ZooKeeperLeadershipOptions>
{
    private readonly IHostEnvironment _environment;

    public ZooKeeperLeadershipOptionsDefaults(IHostEnvironment environment)
    {
        _environment = environment;
    }

    /// <inheritdoc/>
    public void PostConfigure(string? name, ZooKeeperLeadershipOptions options)
    {
        // The application's name keeps two applications on one ensemble from standing in one election by accident.
        var application = _environment.ApplicationName.Replace('/', '-');
        options.ElectionPath ??= string.IsNullOrEmpty(name) ? $"/leadership/{application}" : $"/leadership/{application}:{name}";

        // The machine's name alone would not tell two processes on one machine apart.
        options.NodeName ??= string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");
    }
}
