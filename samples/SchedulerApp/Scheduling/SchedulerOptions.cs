namespace SchedulerApp.Scheduling;

/// <summary>The settings of the scheduler, from the configuration section <c>Scheduler</c>.</summary>
public sealed class SchedulerOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Scheduler";

    /// <summary>The shortest interval.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest interval.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    /// <summary>The time between two runs of the job. Default one second.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The file that every run appends a line to. Default: none, the runs are only logged.</summary>
    public string? OutputFile { get; set; }
}
