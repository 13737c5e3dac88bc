using LeaderHosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SchedulerApp.Jobs;

namespace SchedulerApp.Scheduling;

/// <summary>Registers the scheduler that only the master runs.</summary>
public static class SchedulerServiceCollectionExtensions
{
    /// <summary>Adds the scheduler, its job and its settings (section <c>Scheduler</c>).</summary>
    public static IServiceCollection AddLeaderScheduler(this IServiceCollection services)
    {
        services.AddOptions<SchedulerOptions>()
            .BindConfiguration(SchedulerOptions.SectionName)
            .Validate(
                static options => options.Interval >= SchedulerOptions.MinInterval && options.Interval <= SchedulerOptions.MaxInterval,
                $"{SchedulerOptions.SectionName}:{nameof(SchedulerOptions.Interval)} must be between {SchedulerOptions.MinInterval:c} and {SchedulerOptions.MaxInterval:c}.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<JobJournal>();
        services.AddSingleton<ILeaderOnlyService, SchedulerService>();
        return services;
    }
}
