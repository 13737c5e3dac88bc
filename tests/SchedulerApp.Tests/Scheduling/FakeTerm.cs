using LeaderHosting;

namespace SchedulerApp.Tests;

/// <summary>A term that a test ends.</summary>
internal sealed class FakeTerm(long number, long fencingToken) : LeadershipTerm
{
    private int _checks;
    private volatile bool _lost;

    public override long Number => number;

    public override long FencingToken => fencingToken;

    public override CancellationToken CancellationToken => CancellationToken.None;

    public override TimeSpan LeaseRemaining => _lost ? TimeSpan.Zero : TimeSpan.FromSeconds(1);

    /// <summary>How often a job has asked whether the term still holds.</summary>
    public int Checks => Volatile.Read(ref _checks);

    public override bool IsValid
    {
        get
        {
            Interlocked.Increment(ref _checks);
            return !_lost;
        }
    }

    public void Lose() => _lost = true;
}
