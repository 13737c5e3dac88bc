using LeaderHosting.Election;
using LeaderHosting.Health;
using LeaderHosting.Hosting;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LeaderHosting;

/// <summary>Checks the options: every fault in a line of its own that names the key as the user wrote it and says what would be right.</summary>
/// <remarks>Written by hand, because the messages of data annotations can do neither.</remarks>
internal sealed class ZooKeeperLeadershipOptionsValidator : IValidateOptions<ZooKeeperLeadershipOptions>
{
    private const int LongestNodeName = 256;
    private const int LongestUrl = 2048;
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    private static readonly TimeSpan ShortestHealthInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestHealthInterval = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestMinimumTenure = TimeSpan.FromDays(1);

    private readonly ElectionRegistry _elections;
    private readonly IOptions<HealthCheckServiceOptions> _checks;

    /// <summary>The last one that was found to be valid: mostly that of all elections.</summary>
    private volatile string? _validConnectionString;

    public ZooKeeperLeadershipOptionsValidator(ElectionRegistry elections, IOptions<HealthCheckServiceOptions> checks)
    {
        _elections = elections;
        _checks = checks;
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZooKeeperLeadershipOptions options)
    {
        var wrong = Faults(options);
        if (wrong.Count == 0 && options.Unreadable.Count == 0 && options.ConfiguredElections.Count == 0)
        {
            return ValidateOptionsResult.Success;
        }

        return Judge(name, options, wrong);
    }

    private ValidateOptionsResult Judge(string? name, ZooKeeperLeadershipOptions options, List<(string Key, string Fault)> wrong)
    {
        var source = _elections.FirstOf(name) ?? LeadershipOptionsSource.Unnamed;
        var faults = options.Unreadable
            .Concat(wrong.Select(f => $"{source.PathOf(f.Key, options.OwnKeys?.Contains(f.Key) ?? false)} {f.Fault}"))
            .Concat(StrayElections(options))
            .Select(static f => $"{f}.")
            .ToList();

        // One string with line breaks: the exception that carries it joins several with semicolons into one long line.
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.Join(Environment.NewLine, faults));
    }

    /// <summary>A section for an election that was not added is most likely misspelt, and its settings would be missing elsewhere.</summary>
    private IEnumerable<string> StrayElections(ZooKeeperLeadershipOptions options) => options.ConfiguredElections
        .Where(election => !_elections.Contains(election))
        .Select(election =>
            $"{LeadershipOptionsSource.Named(election).SectionPath} holds settings of an election that is not added; call AddZooKeeperLeadership(\"{election}\"). "
            + (_elections.Names.Any(static n => n.Length > 0) ? $"Added are {string.Join(", ", _elections.Names.Where(static n => n.Length > 0))}" : "None with a name is added"));

    private List<(string Key, string Fault)> Faults(ZooKeeperLeadershipOptions options)
    {
        var faults = new List<(string Key, string Fault)>();
        if (ConnectionStringFault(options.ConnectionString) is { } connectionString)
        {
            faults.Add((nameof(options.ConnectionString), connectionString));
        }

        if (ElectionPathRule.FaultOf(options.ElectionPath ?? "") is { } path)
        {
            faults.Add((nameof(options.ElectionPath), $"{path}; it is '{options.ElectionPath}', and should look like '/myapp/leader'"));
        }

        if (string.IsNullOrWhiteSpace(options.NodeName) || options.NodeName.Length > LongestNodeName || options.NodeName.Any(char.IsControl))
        {
            faults.Add((nameof(options.NodeName), $"must be 1 to {LongestNodeName} characters, none of them a control character"));
        }

        // A path is an absolute URI of a file, and 'web1:5000' one of the scheme 'web1'.
        if (options.AdvertisedUrl is { } url
            && (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
                || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)))
        {
            // Not shown as it is: it might hold a password.
            faults.Add((nameof(options.AdvertisedUrl), "must be an absolute http or https URL such as 'http://web1:5000'"));
        }

        AddTimeFaults(options, faults);
        AddEnumFaults(options, faults);
        AddDigestFaults(options, faults);
        AddCandidacyFaults(options, faults);
        return faults;
    }

    private string? ConnectionStringFault(string? connectionString)
    {
        if (connectionString is not null && connectionString == _validConnectionString)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return "is missing; name the ZooKeeper servers, for example 'zk1:2181,zk2:2181,zk3:2181'";
        }

        if (!ZooKeeperConnectionString.TryParse(connectionString, out _, out var error))
        {
            return $"is not valid: {error!.TrimEnd('.')}";
        }

        _validConnectionString = connectionString;
        return null;
    }

    private static void AddTimeFaults(ZooKeeperLeadershipOptions options, List<(string Key, string Fault)> faults)
    {
        if (options.SessionTimeout < ShortestTimeout || options.SessionTimeout > LongestTimeout)
        {
            faults.Add((nameof(options.SessionTimeout),
                $"must be between {ShortestTimeout} and {LongestTimeout} (1 second and 1 hour); it is {options.SessionTimeout}"));
            return;
        }

        var longest = ElectionSettings.LongestStopBudget(options.SessionTimeout);
        if (options.StopBudget is { } budget && (budget <= TimeSpan.Zero || budget > longest))
        {
            faults.Add((nameof(options.StopBudget),
                $"must be more than zero and at most two fifths of SessionTimeout, which is {longest}; it is {budget}"));
        }
    }

    private void AddCandidacyFaults(ZooKeeperLeadershipOptions options, List<(string Key, string Fault)> faults)
    {
        if (options.CandidacyHealthInterval < ShortestHealthInterval || options.CandidacyHealthInterval > LongestHealthInterval)
        {
            faults.Add((nameof(options.CandidacyHealthInterval),
                $"must be between {ShortestHealthInterval} and {LongestHealthInterval} (100 milliseconds and 1 hour); it is {options.CandidacyHealthInterval}"));
        }

        if (options.Order == LeadershipOrder.NewestFirst && options.Priority != 0)
        {
            faults.Add((nameof(options.Priority), $"must be 0 while Order is {nameof(LeadershipOrder.NewestFirst)}, which leaves nothing to prefer; it is {options.Priority}"));
        }

        if (options.Order == LeadershipOrder.NewestFirst && options.Spread)
        {
            faults.Add((nameof(options.Spread), $"must be false while Order is {nameof(LeadershipOrder.NewestFirst)}, where the newest node leads however many elections it leads already"));
        }

        if (options.MinimumTenure < TimeSpan.Zero || options.MinimumTenure > LongestMinimumTenure)
        {
            faults.Add((nameof(options.MinimumTenure), $"must be between 00:00:00 and {LongestMinimumTenure} (1 day); it is {options.MinimumTenure}"));
        }

        if (string.IsNullOrEmpty(options.CandidacyHealthTag))
        {
            return;
        }

        // A misspelt tag would let a node lead whatever its checks say.
        if (!HealthCheckProbe.ChecksOf(_checks.Value.Registrations, options.CandidacyHealthTag).Any())
        {
            faults.Add((nameof(options.CandidacyHealthTag),
                $"is '{options.CandidacyHealthTag}', but no health check has that tag (the election's own does not count); "
                + "register one with it, as in AddHealthChecks().AddCheck<DatabaseCheck>(\"database\", tags: [...])"));
        }
    }

    private static void AddEnumFaults(ZooKeeperLeadershipOptions options, List<(string Key, string Fault)> faults)
    {
        if (!Enum.IsDefined(options.StopOverrun))
        {
            faults.Add((nameof(options.StopOverrun), MustBe<StopOverrunBehavior>()));
        }

        if (!Enum.IsDefined(options.ServiceFault))
        {
            faults.Add((nameof(options.ServiceFault), MustBe<ServiceFaultBehavior>()));
        }

        if (!Enum.IsDefined(options.Order))
        {
            faults.Add((nameof(options.Order), MustBe<LeadershipOrder>()));
        }

        if (!Enum.IsDefined(options.Acl))
        {
            faults.Add((nameof(options.Acl), MustBe<ZooKeeperLeadershipAcl>()));
        }
    }

    private static string MustBe<TEnum>()
        where TEnum : struct, Enum => $"must be {ZooKeeperLeadershipOptionsBinder.Choice<TEnum>()}";

    private static void AddDigestFaults(ZooKeeperLeadershipOptions options, List<(string Key, string Fault)> faults)
    {
        var hasUser = !string.IsNullOrEmpty(options.DigestUser);
        var hasPassword = !string.IsNullOrEmpty(options.DigestPassword);
        if (hasUser != hasPassword)
        {
            faults.Add((hasUser ? nameof(options.DigestPassword) : nameof(options.DigestUser),
                $"is missing; digest authentication needs it beside {(hasUser ? nameof(options.DigestUser) : nameof(options.DigestPassword))}"));
        }

        if (hasUser && options.DigestUser!.Contains(':'))
        {
            faults.Add((nameof(options.DigestUser), "must not contain ':'"));
        }

        if (options.Acl is not ZooKeeperLeadershipAcl.Open && !hasUser && Enum.IsDefined(options.Acl))
        {
            faults.Add((nameof(options.Acl), $"is {options.Acl}, which needs DigestUser and DigestPassword"));
        }
    }
}
