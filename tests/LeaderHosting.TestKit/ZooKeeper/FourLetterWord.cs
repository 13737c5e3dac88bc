using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.TestKit;

/// <summary>ZooKeeper's administrative commands: four letters over a plain connection, answered with text (ZooKeeper administrator's guide).</summary>
public static class FourLetterWord
{
    private const string ModePrefix = "Mode: ";

    /// <summary>Sends a command such as "ruok", "srvr", "mntr", "cons", "dump" or "wchp" to 127.0.0.1 and returns the answer.</summary>
    /// <exception cref="SocketException">Nothing listens there.</exception>
    /// <exception cref="IOException">The server closed the connection.</exception>
    /// <exception cref="OperationCanceledException">The server did not answer before the token was cancelled.</exception>
    public static async Task<string> SendAsync(int port, string command, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command), cancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Asks what the server is ("srvr"); no answer within <paramref name="timeout"/> means that it does not serve.</summary>
    public static async Task<ZooKeeperMode> ModeAsync(int port, TimeSpan timeout)
    {
        using var expired = new CancellationTokenSource(timeout);
        try
        {
            var answer = await SendAsync(port, "srvr", expired.Token);
            var line = answer.Split('\n').FirstOrDefault(static line => line.StartsWith(ModePrefix, StringComparison.Ordinal));
            return line is null ? ZooKeeperMode.NotServing : Enum.Parse<ZooKeeperMode>(line[ModePrefix.Length..].Trim(), ignoreCase: true);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return ZooKeeperMode.NotServing;
        }
    }
}
