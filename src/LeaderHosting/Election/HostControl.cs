namespace LeaderHosting.Election;

/// <summary>What an election may do to the process it runs in, when services overrun their stop or fail.</summary>
/// <param name="Stop">Begins to stop the host, and does not wait for what the application does about it.</param>
/// <param name="FailFast">Ends the process at once.</param>
internal sealed record HostControl(Action Stop, Action<string> FailFast);
