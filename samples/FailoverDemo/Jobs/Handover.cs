namespace FailoverDemo.Jobs;

/// <summary>A change of master, as the jobs show it.</summary>
/// <param name="Cause">What was done to the master before; <see langword="null"/> when nothing was.</param>
/// <param name="From">The master before; <see langword="null"/> for the first one.</param>
/// <param name="To">The new master.</param>
/// <param name="Term">Its term.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Took">From the cause (without one, from the last job before) to the first job of the new master.</param>
internal sealed record Handover(string? Cause, string? From, string To, long Term, long Token, TimeSpan Took);
