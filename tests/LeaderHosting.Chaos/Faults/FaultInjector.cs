using System.Diagnostics;
using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Faults;

/// <summary>Does faults, and undoes each after its time.</summary>
internal sealed class FaultInjector(Stage stage, TextWriter output)
{
    private readonly CandidateFaults _candidates = new(stage);
    private readonly ServerFaults _servers = new(stage);
    private readonly LinkFaultActions _links = new(stage);

    /// <summary>Does one fault; <see langword="null"/> when nothing was there to do it to.</summary>
    public async Task<FaultRecord?> RunAsync(Fault fault, CancellationToken cancellationToken)
    {
        await Task.Delay(fault.After, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var target = await DoAsync(fault, cancellationToken);
        if (target is null)
        {
            await output.WriteLineAsync($"  {began} not done: {fault}");
            return null;
        }

        var healed = Stopwatch.GetTimestamp();
        await output.WriteLineAsync($"  {began} to {healed}: {fault.Kind} of {target}");
        return new FaultRecord(fault.Kind.ToString(), target, began, healed);
    }

    private Task<string?> DoAsync(Fault fault, CancellationToken cancellationToken) => fault.Kind switch
    {
        FaultKind.KillCandidate => _candidates.KillAsync(fault, cancellationToken),
        FaultKind.TerminateCandidate => _candidates.TerminateAsync(fault, cancellationToken),
        FaultKind.FreezeCandidate => _candidates.FreezeAsync(fault, cancellationToken),
        FaultKind.CloseSession => _candidates.CloseSessionAsync(fault, cancellationToken),
        FaultKind.Resign => _candidates.ResignAsync(fault, cancellationToken),
        FaultKind.HangStop => _candidates.HangStopAsync(fault),
        FaultKind.ThrowStart => _candidates.ThrowStartAsync(fault, cancellationToken),
        FaultKind.JumpClock => _candidates.JumpClockAsync(fault, cancellationToken),
        FaultKind.KillServer => _servers.KillAsync(fault, cancellationToken),
        FaultKind.TerminateServer => _servers.TerminateAsync(fault, cancellationToken),
        FaultKind.FreezeServer => _servers.FreezeAsync(fault, cancellationToken),
        FaultKind.LoseQuorum => _servers.LoseQuorumAsync(fault, cancellationToken),
        _ => _links.DisturbAsync(fault, cancellationToken),
    };
}
