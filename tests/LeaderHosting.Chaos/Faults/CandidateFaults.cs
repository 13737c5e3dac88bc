using System.Globalization;
using System.Net.Sockets;
using LeaderHosting.Chaos.Machines;

namespace LeaderHosting.Chaos.Faults;

/// <summary>What happens to candidates' processes. Each method returns who it was done to, or null.</summary>
internal sealed class CandidateFaults(Stage stage)
{
    private const double LongestClockJumpSeconds = 7200;
    private static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    public Task<string?> KillAsync(Fault fault, CancellationToken cancellationToken) => WithProcessAsync(fault, async candidate =>
    {
        await candidate.Process.KillAsync();
        await RestartAsync(candidate, fault, cancellationToken);
    });

    public Task<string?> TerminateAsync(Fault fault, CancellationToken cancellationToken) => WithProcessAsync(fault, async candidate =>
    {
        await candidate.Process.TerminateAsync();
        await RestartAsync(candidate, fault, cancellationToken);
    });

    public Task<string?> FreezeAsync(Fault fault, CancellationToken cancellationToken) => WithProcessAsync(fault, async candidate =>
    {
        await candidate.Process.FreezeAsync();
        await Task.Delay(fault.Lasts, cancellationToken);
        candidate.Process.Thaw();
    });

    public async Task<string?> ResignAsync(Fault fault, CancellationToken cancellationToken)
    {
        var candidate = stage.CandidateFor(fault);
        await candidate.Process.CommandAsync("resign");
        await Task.Delay(fault.Lasts, cancellationToken);
        return candidate.Name;
    }

    public Task<string?> HangStopAsync(Fault fault) => WithProcessAsync(fault, async candidate =>
    {
        // The host is stopped when the budget is overrun, so the process ends by itself. If it did not lead, nothing happens.
        var leads = candidate.Process.SeesItselfLead;
        await candidate.Process.CommandAsync("hang on");
        await candidate.Process.CommandAsync("resign");
        if (!await candidate.Process.EndsWithinAsync(leads ? LongestHang : fault.Lasts))
        {
            await candidate.Process.CommandAsync("hang off");
        }

        await candidate.EnsureStartedAsync();
    });

    public async Task<string?> ThrowStartAsync(Fault fault, CancellationToken cancellationToken)
    {
        var master = stage.CandidateFor(fault);
        var failing = stage.Candidates.Where(candidate => candidate != master && candidate.IsRunning).Take(1 + (fault.Number % 2)).ToList();
        var processes = failing.Select(static candidate => candidate.Process).ToList();
        foreach (var process in processes)
        {
            await process.CommandAsync("throw on");
        }

        await master.Process.CommandAsync("resign");
        await Task.Delay(fault.Lasts, cancellationToken);
        foreach (var process in processes)
        {
            await process.CommandAsync("throw off");
        }

        return string.Join(',', failing.Select(static candidate => candidate.Name));
    }

    public async Task<string?> JumpClockAsync(Fault fault, CancellationToken cancellationToken)
    {
        var candidate = stage.CandidateFor(fault);
        var process = candidate.Process;
        var jump = (fault.Strength - 0.5) * LongestClockJumpSeconds;
        await process.CommandAsync(string.Create(CultureInfo.InvariantCulture, $"clock {jump}"));
        await Task.Delay(fault.Lasts, cancellationToken);
        await process.CommandAsync(string.Create(CultureInfo.InvariantCulture, $"clock {-jump}"));
        return candidate.Name;
    }

    /// <summary>
    /// Only of a candidate that waits: whoever closes the session of the master by hand makes two lead for a moment, and nothing can be done about that
    /// (assumption A5 of docs/safety.md).
    /// </summary>
    public async Task<string?> CloseSessionAsync(Fault fault, CancellationToken cancellationToken)
    {
        var waiting = stage.Candidates.Where(static candidate => candidate.IsRunning && candidate.Process.Phase == "Waiting").ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var candidate = waiting[fault.Number % waiting.Count];
        if (await stage.Ensemble.HostOfAsync(candidate.Machine.Address) is not var (server, session))
        {
            return null;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(CloseTimeout);
        try
        {
            await SessionCloser.CloseAsync(server, session, limited.Token);
            return candidate.Name;
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The server has no quorum just now.
            return null;
        }
    }

    private static async Task RestartAsync(Candidate candidate, Fault fault, CancellationToken cancellationToken)
    {
        await Task.Delay(fault.Lasts, cancellationToken);
        await candidate.EnsureStartedAsync();
        await candidate.WaitUntilUpAsync(cancellationToken);
    }

    private async Task<string?> WithProcessAsync(Fault fault, Func<Candidate, Task> action)
    {
        if (stage.Take(stage.CandidateFor(fault), stage.Candidates, static candidate => candidate.IsRunning) is not { } candidate)
        {
            return null;
        }

        try
        {
            var what = candidate == stage.Master ? $"{candidate.Name} (master)" : candidate.Name;
            await action(candidate);
            return what;
        }
        finally
        {
            stage.Release(candidate);
        }
    }
}
