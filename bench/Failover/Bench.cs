using LeaderHosting.Bench.Failover.Contenders;

namespace LeaderHosting.Bench.Failover;

/// <summary>What all experiments of a run share.</summary>
/// <param name="Peers">The libraries to measure beside ours.</param>
/// <param name="Rounds">How often to measure; each experiment has a number of its own when it is <see langword="null"/>.</param>
/// <param name="SessionTimeout">The session timeout T.</param>
/// <param name="Published">Whether to measure ours as published, with ReadyToRun and native AOT, as well.</param>
/// <param name="Programs">The contenders' programs.</param>
/// <param name="Log">Where to tell how far a run has come.</param>
internal sealed record Bench(
    IReadOnlyList<Library> Peers, int? Rounds, TimeSpan SessionTimeout, bool Published, PeerPrograms Programs, TextWriter Log)
{
    /// <summary>Ours first, then the others.</summary>
    public IReadOnlyList<Library> Libraries => [Library.Own, .. Peers];

    /// <summary>The same, with ours as published if that is wanted.</summary>
    public IReadOnlyList<Library> LibrariesAndPublished => Published ? [.. Libraries, Library.OwnReadyToRun, Library.OwnNative] : Libraries;

    /// <summary>A path that no other election of this run has.</summary>
    public static string NewGroup(string name) => $"/bench/{name}-{Guid.NewGuid():N}";

    /// <summary>Tells how far the run has come.</summary>
    public void Say(string what) => Log.WriteLine(what);

    /// <summary>Nanoseconds as milliseconds.</summary>
    public static double Milliseconds(long nanoseconds) => nanoseconds / 1e6;
}
