namespace LeaderHosting.Testing.Core;

/// <summary>The sending half of a connection, as the core sees it. No member waits, so all may be called under the core's lock.</summary>
internal interface IReplySink
{
    /// <summary>Queues one packet, its length included.</summary>
    void Send(byte[] frame);

    /// <summary>Ends the connection once everything queued has been sent.</summary>
    void Close();

    /// <summary>Ends the connection once one last packet has been sent, which overtakes what is still queued. That is lost.</summary>
    void CloseWith(byte[] frame);

    /// <summary>Ends the connection now. What is still queued is lost.</summary>
    void Abort();
}
