using System.Net.Sockets;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>
/// No contender: a process that asks for something sixteen times in a session timeout, as often as a leader proves its lease, and does nothing else. What it uses, no leader on .NET can undercut.
/// </summary>
internal sealed class BareProcess(ContenderSettings settings, EventWriter events, IBeat beat)
{
    private const int BeatsPerTimeout = 16;

    /// <summary>What it asks for, by what the line protocol calls it; <see langword="null"/> for a contender.</summary>
    public static IBeat? BeatOf(ContenderSettings settings) => settings.Library switch
    {
        "bare-client" => new ClientBeat(settings),
        "bare-socket" => new SocketBeat(settings),
        _ => null,
    };

    /// <summary>Obeys commands until there are no more.</summary>
    public async Task RunAsync()
    {
        await using (beat)
        {
            await beat.ConnectAsync();
            events.Write($"{settings.Prefix} READY");
            while (await Console.In.ReadLineAsync() is { } line)
            {
                if (line == Allocations.Command)
                {
                    Allocations.Tell(settings.Prefix, events);
                }
                else if (line.Split(' ') is ["join", var id])
                {
                    _ = BeatAsync(id);
                }
            }
        }
    }

    /// <summary>Asks for as long as the process lives. It "leads" from the first answer on.</summary>
    private async Task BeatAsync(string id)
    {
        try
        {
            events.Write($"{id} JOINING");
            await beat.AskAsync();
            events.Write($"{id} LEADER");
            using var timer = new PeriodicTimer(settings.SessionTimeout / BeatsPerTimeout);
            while (await timer.WaitForNextTickAsync())
            {
                await beat.AskAsync();
            }
        }
        catch (Exception error) when (error is ZooKeeperException or SocketException)
        {
            events.Write($"{id} ERROR {error.GetType().Name}: {error.Message}");
        }
    }
}
