using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Testing.Embedded;

/// <summary>
/// Points an election that names no servers at the embedded one, and refuses to where it would be a mistake. An election that names its servers is left alone.
/// </summary>
internal sealed class EmbeddedZooKeeperConnection : IPostConfigureOptions<ZooKeeperLeadershipOptions>, IValidateOptions<ZooKeeperLeadershipOptions>
{
    private readonly IOptions<EmbeddedZooKeeperOptions> _options;
    private readonly IHostEnvironment _environment;
    private volatile bool _isUsed;

    public EmbeddedZooKeeperConnection(IOptions<EmbeddedZooKeeperOptions> options, IHostEnvironment environment)
    {
        _options = options;
        _environment = environment;
    }

    /// <summary>Whether an election uses the embedded server. Known when its options have been read.</summary>
    public bool IsUsed => _isUsed;

    /// <inheritdoc/>
    public void PostConfigure(string? name, ZooKeeperLeadershipOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            options.ConnectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_options.Value.Port}");
            _isUsed = true;
        }
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZooKeeperLeadershipOptions options)
    {
        if (!_isUsed || !_environment.IsProduction() || _options.Value.AllowInProduction)
        {
            return ValidateOptionsResult.Success;
        }

        return ValidateOptionsResult.Fail(
            $"{ZooKeeperLeadershipOptions.SectionName}:{nameof(options.ConnectionString)} is missing, and the environment is {_environment.EnvironmentName}, where the "
            + "embedded ZooKeeper development server does not run: it is one process on one machine, and keeps everything in memory. Name your servers, for "
            + "example 'zk1:2181,zk2:2181,zk3:2181'; or, on a developer's machine, set the environment variable DOTNET_ENVIRONMENT to Development; or, if you know what "
            + $"you are doing, set {EmbeddedZooKeeperOptions.SectionName}:{nameof(EmbeddedZooKeeperOptions.AllowInProduction)} to true.");
    }
}
