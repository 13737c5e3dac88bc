namespace LeaderHosting.Services;

/// <summary>A service whose work goes on after its start, and may fail or end before its term does.</summary>
internal interface ILongRunningService
{
    /// <summary>The work of the present term; <see langword="null"/> when there is none.</summary>
    Task? Run { get; }
}
