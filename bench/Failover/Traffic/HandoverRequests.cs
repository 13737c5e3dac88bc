using System.Globalization;

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>
/// The requests of one handover: those of the session that deletes its candidate, and of all that are told of something meanwhile. Nobody else can know of it, so what others send is what
/// they send at rest. Pings, and the end of the old session, are left out.
/// </summary>
/// <param name="Until">Those up to the next leader's start.</param>
/// <param name="After">Those that followed for a moment.</param>
/// <param name="Woken">How many sessions were told, without the one that left.</param>
internal sealed record HandoverRequests(IReadOnlyList<string> Until, IReadOnlyList<string> After, int Woken)
{
    /// <summary>Finds them in what went through.</summary>
    /// <param name="connections">All connections of the election.</param>
    /// <param name="began">Just before the leader was told to leave.</param>
    /// <param name="started">When the next one started.</param>
    /// <param name="ended">The last moment that counts.</param>
    public static HandoverRequests Find(IEnumerable<TappedConnection> connections, long began, long started, long ended)
    {
        var all = connections.Select(connection => (Requests: connection.RequestsBetween(began, ended), IsTold: connection.WasToldBetween(began, ended))).ToList();
        var concerned = all.Where(static c => c.IsTold || Leaves(c.Requests)).SelectMany(static c => c.Requests).Where(static r => !r.IsOfSession).OrderBy(static r => r.Time).ToList();
        return new HandoverRequests(
            [.. concerned.Where(r => r.Time <= started).Select(static r => r.Name)],
            [.. concerned.Where(r => r.Time > started).Select(static r => r.Name)],
            all.Count(static c => c.IsTold && !Leaves(c.Requests)));
    }

    /// <summary>Which they are: how many of each kind, in the order in which each kind came first.</summary>
    public override string ToString() => $"{Show(Until)}; then {Show(After)}";

    private static bool Leaves(IReadOnlyList<SeenRequest> requests) => requests.Any(static r => r.Deletes);

    private static string Show(IReadOnlyList<string> names) => names.Count == 0
        ? "none"
        : string.Join(" + ", names.GroupBy(static name => name, StringComparer.Ordinal).Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count()} {kind.Key}")));
}
