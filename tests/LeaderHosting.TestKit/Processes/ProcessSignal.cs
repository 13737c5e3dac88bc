namespace LeaderHosting.TestKit;

/// <summary>
/// The signals tests send to processes. SIGINT is not among them: where a shell runs the tests in the background, it is ignored, and
/// every child inherits that.
/// </summary>
public enum ProcessSignal
{
    /// <summary>SIGTERM: please end.</summary>
    Terminate,

    /// <summary>SIGKILL: ends at once, no clean-up.</summary>
    Kill,

    /// <summary>SIGSTOP: frozen, as by a long garbage collection or a suspended virtual machine.</summary>
    Stop,

    /// <summary>SIGCONT: runs on after <see cref="Stop"/>.</summary>
    Continue,
}
