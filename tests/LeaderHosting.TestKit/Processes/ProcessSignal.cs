namespace LeaderHosting.TestKit;

/// <summary>The signals tests send to processes.</summary>
public enum ProcessSignal
{
    /// <summary>SIGTERM: please end.</summary>
    Terminate,

    /// <summary>SIGINT: what Ctrl+C sends.</summary>
    Interrupt,

    /// <summary>SIGKILL: ends at once, no clean-up.</summary>
    Kill,

    /// <summary>SIGSTOP: frozen, as by a long garbage collection or a suspended virtual machine.</summary>
    Stop,

    /// <summary>SIGCONT: runs on after <see cref="Stop"/>.</summary>
    Continue,
}
