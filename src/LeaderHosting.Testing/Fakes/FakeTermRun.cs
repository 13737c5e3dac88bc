namespace LeaderHosting.Testing.Fakes;

/// <summary>The services of a <see cref="FakeLeadership"/> in one term: the steps of a start in order, those of a stop in reverse.</summary>
internal sealed class FakeTermRun(IReadOnlyList<ILeaderOnlyService> services, FakeTerm term)
{
    private readonly Stack<ILeaderOnlyLifecycleService> _begun = new();
    private readonly Stack<ILeaderOnlyService> _started = new();

    /// <summary>The term.</summary>
    public FakeTerm Term => term;

    /// <summary>Starts the services; at the first that throws it gives up.</summary>
    public async Task StartAsync()
    {
        var token = term.CancellationToken;
        foreach (var service in services.OfType<ILeaderOnlyLifecycleService>())
        {
            await service.StartingAsync(term, token).ConfigureAwait(false);
            _begun.Push(service);
        }

        foreach (var service in services)
        {
            await service.StartAsync(term, token).ConfigureAwait(false);
            _started.Push(service);
        }

        foreach (var service in services.OfType<ILeaderOnlyLifecycleService>())
        {
            await service.StartedAsync(token).ConfigureAwait(false);
        }
    }

    /// <summary>Stops what has started.</summary>
    /// <returns>What the services have thrown. That keeps nobody from being stopped.</returns>
    public async Task<List<Exception>> StopAsync()
    {
        var failures = new List<Exception>();
        await EachAsync(_started.OfType<ILeaderOnlyLifecycleService>(), static service => service.StoppingAsync(CancellationToken.None), failures).ConfigureAwait(false);
        await EachAsync(_started, static service => service.StopAsync(CancellationToken.None), failures).ConfigureAwait(false);
        await EachAsync(_begun, static service => service.StoppedAsync(CancellationToken.None), failures).ConfigureAwait(false);
        return failures;
    }

    private static async Task EachAsync<T>(IEnumerable<T> services, Func<T, Task> step, List<Exception> failures)
    {
        foreach (var service in services)
        {
            try
            {
                await step(service).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }
    }
}
