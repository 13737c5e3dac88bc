namespace LeaderHosting.Testing.Core;

/// <summary>The numbers of one connection, as <c>cons</c> shows them and <c>crst</c> resets them.</summary>
internal sealed class CallerStatistics
{
    public long Received { get; set; }

    public long Sent { get; set; }

    public string LastOperation { get; set; } = "NA";

    public int LastXid { get; set; } = -1;

    public long LastZxid { get; set; } = -1;

    public void Reset()
    {
        Received = 0;
        Sent = 0;
        LastOperation = "NA";
        LastXid = -1;
        LastZxid = -1;
    }
}
