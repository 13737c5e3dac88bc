namespace LeaderHosting.Election;

/// <summary>What an election may do to the process it runs in, when services overrun their stop or fail.</summary>
/// <param name="Stop">Stops the host.</param>
/// <param name="FailFast">Ends the process at once.</param>
internal sealed record HostControl(Action Stop, Action<string> FailFast);
