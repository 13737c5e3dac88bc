using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Tests;

namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>The server's side of one connection: answers honestly, but what it sends arrives as the script says.</summary>
internal sealed class PlayedServer(ScriptedConnection connection, ConnectionScript script)
{
    private readonly DistortedStream _stream = new(script, connection.SendAsync);
    private readonly Random _random = new(script.Seed);

    /// <summary>Serves the client until both sides are done with the connection.</summary>
    public async Task RunAsync()
    {
        try
        {
            await _stream.SendAsync(HonestAnswers.ToConnect(await connection.ReadConnectAsync()));
            while (!_stream.IsOver && await connection.TryReadAsync() is { } request)
            {
                await AnswerAsync(request);
            }

            await LeaveAsync();
        }
        catch (Exception) when (connection.Transport.IsAborted)
        {
            // The client has had enough, which is its good right: nothing can be read or written any more.
        }
    }

    private async Task AnswerAsync(ScriptedRequest request)
    {
        if (_random.Next(5) == 0)
        {
            await _stream.SendAsync(HonestAnswers.Notification(Workload.Path, _random));
        }

        await _stream.SendAsync(HonestAnswers.To(request, _random));
    }

    private async Task LeaveAsync()
    {
        switch (script.End)
        {
            case ConnectionEnd.Close:
                connection.Close();
                return;
            case ConnectionEnd.HalfClose:
                connection.CloseSending();
                break;
            default:
                break;
        }

        await connection.ReadToEndAsync();
    }
}
