using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Testing.Embedded;

/// <summary>
/// Points elections that name no servers at the embedded one, and refuses to where it would be a mistake. An election that names its servers is left alone.
/// </summary>
/// <remarks>Thread-safe. What it knows of the elections is complete when the options of all of them have been read, which is before the host starts.</remarks>
internal sealed class EmbeddedZooKeeperConnection : IPostConfigureOptions<ZooKeeperLeadershipOptions>, IValidateOptions<ZooKeeperLeadershipOptions>
{
    private readonly Lock _lock = new();
    private readonly List<ZooKeeperLeadershipOptions> _served = [];
    private readonly IOptions<EmbeddedZooKeeperOptions> _options;
    private readonly IHostEnvironment _environment;
    private string? _otherServers;

    public EmbeddedZooKeeperConnection(IOptions<EmbeddedZooKeeperOptions> options, IHostEnvironment environment)
    {
        _options = options;
        _environment = environment;
    }

    /// <summary>Whether an election uses the embedded server.</summary>
    public bool IsUsed
    {
        get
        {
            lock (_lock)
            {
                return _served.Count > 0;
            }
        }
    }

    /// <summary>The servers that an election names instead, or <see langword="null"/>.</summary>
    public string? OtherServers
    {
        get
        {
            lock (_lock)
            {
                return _otherServers;
            }
        }
    }

    /// <summary>The longest session timeout of the elections that use the embedded server; zero when none does.</summary>
    public TimeSpan LongestSessionTimeout
    {
        get
        {
            lock (_lock)
            {
                return _served.Select(static election => election.SessionTimeout).DefaultIfEmpty().Max();
            }
        }
    }

    /// <inheritdoc/>
    public void PostConfigure(string? name, ZooKeeperLeadershipOptions options)
    {
        lock (_lock)
        {
            if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            {
                _otherServers = options.ConnectionString;
                return;
            }

            options.ConnectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_options.Value.Port}");
            _served.Add(options);
        }
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZooKeeperLeadershipOptions options)
    {
        if (!IsServed(options) || !_environment.IsProduction() || _options.Value.AllowInProduction)
        {
            return ValidateOptionsResult.Success;
        }

        return ValidateOptionsResult.Fail(
            $"{ZooKeeperLeadershipOptions.SectionName}:{nameof(options.ConnectionString)} is missing, and the environment is {_environment.EnvironmentName}, where the "
            + "embedded ZooKeeper development server does not run: it is one process on one machine, and keeps everything in memory. Name your servers, for "
            + "example 'zk1:2181,zk2:2181,zk3:2181'; or, on a developer's machine, set the environment variable DOTNET_ENVIRONMENT to Development; or, if you know what "
            + $"you are doing, set {EmbeddedZooKeeperOptions.SectionName}:{nameof(EmbeddedZooKeeperOptions.AllowInProduction)} to true.");
    }

    private bool IsServed(ZooKeeperLeadershipOptions options)
    {
        lock (_lock)
        {
            return _served.Contains(options);
        }
    }
}
