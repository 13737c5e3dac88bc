using System.Diagnostics.CodeAnalysis;
using LeaderHosting;
using LeaderHosting.Hosting;
using LeaderHosting.Services;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what only the leader runs to an election.</summary>
/// <remarks>
/// <para>All of it is started in the order of registration, whichever kind it is, and stopped in reverse.</para>
/// <para>As with <c>services.AddHostedService</c>, an election runs a class once: a further call with the same class for the same election does nothing. A further factory
/// is never called, and a warning in the log says so.</para>
/// </remarks>
public static class LeadershipBuilderExtensions
{
    /// <summary>Adds a leader-only service to the election.</summary>
    /// <typeparam name="T">The service. One instance serves all terms; what its constructor takes comes from the container.</typeparam>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// For the unnamed election this is <c>services.AddSingleton&lt;ILeaderOnlyService, T&gt;()</c>, unless that has been done before; for a named one the registration is keyed by
    /// the name, so that a parameter <c>[FromKeyedServices] ILeadership</c> is given that election's and a parameter <c>[ServiceKey] string</c> its name. The same
    /// <typeparamref name="T"/> on two elections is two instances.
    /// </remarks>
    public static ILeadershipBuilder AddService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this ILeadershipBuilder builder)
        where T : class, ILeaderOnlyService
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddEnumerable(IsUnnamed(builder)
            ? ServiceDescriptor.Singleton<ILeaderOnlyService, T>()
            : ServiceDescriptor.KeyedSingleton<ILeaderOnlyService, T>(builder.Name));
        return builder;
    }

    /// <summary>Adds a leader-only service that a factory makes, or finds in the container.</summary>
    /// <typeparam name="T">The service.</typeparam>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <param name="factory">Called once, when the host starts. The container disposes of what it returns.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// A factory for <see cref="ILeaderOnlyService"/> itself is always added: what class it makes is not known.
    /// </remarks>
    public static ILeadershipBuilder AddService<T>(this ILeadershipBuilder builder, Func<IServiceProvider, T> factory)
        where T : class, ILeaderOnlyService
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);

        var service = ServiceFor(builder, factory);
        if (typeof(T) == typeof(ILeaderOnlyService))
        {
            builder.Services.Add(service);
        }
        else if (!TryAdd(builder.Services, service))
        {
            NoteIgnored<T>(builder);
        }

        return builder;
    }

    /// <summary>Runs a hosted service, a <see cref="BackgroundService"/> for example, on the leader alone.</summary>
    /// <typeparam name="T">
    /// The hosted service, unchanged. Its constructor may take the <see cref="LeadershipTerm"/> besides what the container has; so may the scoped services it
    /// depends on.
    /// </typeparam>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>Each term has a new instance in a DI scope of its own; both are disposed of when all services of the term have stopped. <see cref="IHostedLifecycleService"/> is
    /// honoured as by a host. The token that its <see cref="IHostedService.StartAsync"/> is given, and so the <c>stoppingToken</c> of a
    /// <see cref="BackgroundService"/>, is the term's.</para>
    /// <para>When the <c>ExecuteAsync</c> of a <see cref="BackgroundService"/> throws, <see cref="ZooKeeperLeadershipOptions.ServiceFault"/> says what happens. A stop is over only
    /// when <c>ExecuteAsync</c> has returned, however long that takes: see <see cref="ZooKeeperLeadershipOptions.StopOverrun"/>.</para>
    /// <para>Don't add <typeparamref name="T"/> to the host as well: it would run on every node. A warning in the log says so.</para>
    /// </remarks>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> implements <see cref="IWarmStandby"/>, which an instance of one term can't make use of.</exception>
    public static ILeadershipBuilder AddHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this ILeadershipBuilder builder)
        where T : class, IHostedService
    {
        ArgumentNullException.ThrowIfNull(builder);

        TryAddHostedService<T>(builder, ServiceDescriptor.KeyedScoped<T, T>(builder.Name));
        return builder;
    }

    /// <summary>As <see cref="AddHostedService{T}(ILeadershipBuilder)"/>, with a factory that makes the hosted service.</summary>
    /// <typeparam name="T">The hosted service.</typeparam>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <param name="factory">
    /// Called once a term, with the services of the term's scope. It must make a new instance each time: the scope disposes of it.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> implements <see cref="IWarmStandby"/>, which an instance of one term can't make use of.</exception>
    public static ILeadershipBuilder AddHostedService<T>(this ILeadershipBuilder builder, Func<IServiceProvider, T> factory)
        where T : class, IHostedService
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);

        if (!TryAddHostedService<T>(builder, ServiceDescriptor.KeyedScoped(builder.Name, (services, _) => factory(services))))
        {
            NoteIgnored<T>(builder);
        }

        return builder;
    }

    /// <summary>Adds a hosted service, unless the election has one of the class.</summary>
    private static bool TryAddHostedService<T>(ILeadershipBuilder builder, ServiceDescriptor instance)
        where T : class, IHostedService
    {
        if (typeof(IWarmStandby).IsAssignableFrom(typeof(T)))
        {
            throw new ArgumentException(
                $"{typeof(T).Name} implements {nameof(IWarmStandby)}, but a service added with AddHostedService is made anew each term and would find nothing prepared. "
                + $"Make it an {nameof(ILeaderOnlyService)} and add it with AddService, or prepare in a singleton that it takes by injection.",
                nameof(builder));
        }

        var services = builder.Services;
        var election = builder.Name;
        var adapter = ServiceFor(builder, provider => new HostedServiceAdapter<T>(provider.GetRequiredService<IServiceScopeFactory>(), election));
        if (!TryAdd(services, adapter))
        {
            return false;
        }

        services.Add(instance);
        services.TryAddScoped<TermScope>();
        services.TryAddScoped(static provider => provider.GetRequiredService<TermScope>().Term);
        services.AddSingleton(new LeaderHostedService(typeof(T), election));
        AddCheck(services);
        return true;
    }

    /// <summary>Adds a leader-only service, unless its election has one of the class.</summary>
    private static bool TryAdd(IServiceCollection services, ServiceDescriptor service)
    {
        var count = services.Count;
        services.TryAddEnumerable(service);
        return services.Count > count;
    }

    private static void NoteIgnored<T>(ILeadershipBuilder builder)
    {
        builder.Services.AddSingleton(new IgnoredFactory(typeof(T), builder.Name));
        AddCheck(builder.Services);
    }

    private static void AddCheck(IServiceCollection services) => services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AddedTwiceCheck>());

    private static ServiceDescriptor ServiceFor<T>(ILeadershipBuilder builder, Func<IServiceProvider, T> factory)
        where T : class, ILeaderOnlyService => IsUnnamed(builder)
            ? ServiceDescriptor.Singleton<ILeaderOnlyService, T>(factory)
            : ServiceDescriptor.KeyedSingleton<ILeaderOnlyService, T>(builder.Name, (services, _) => factory(services));

    private static bool IsUnnamed(ILeadershipBuilder builder) => builder.Name.Length == 0;
}
