using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Testing.Tests.Fakes;

/// <summary>A fake election runs hosted services as the real one does.</summary>
public sealed class FakeLeadershipStepsTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public async Task Hosted_services_take_their_steps_and_are_made_anew_each_term()
    {
        await using var provider = Add(failing: null);
        await using var leadership = new FakeLeadership(provider.GetServices<ILeaderOnlyService>());

        await leadership.PromoteAsync();
        await leadership.DemoteAsync();
        Assert.Equal(
            [
                "a made in 1", "a starting", "b made in 1", "b starting", "a start", "b start", "a started", "b started",
                "b stopping", "a stopping", "b stop", "a stop", "b stopped", "b disposed", "a stopped", "a disposed",
            ],
            _calls);

        _calls.Clear();
        await leadership.PromoteAsync();
        Assert.Equal(["a made in 2", "a starting", "b made in 2"], _calls.Take(3));
    }

    [Fact]
    public async Task One_that_fails_to_start_is_disposed_of_too()
    {
        await using var provider = Add(failing: "b");
        await using var leadership = new FakeLeadership(provider.GetServices<ILeaderOnlyService>());

        await Assert.ThrowsAsync<NotSupportedException>(leadership.PromoteAsync);

        Assert.Equal(["a stopping", "a stop", "b disposed", "a stopped", "a disposed"], _calls.SkipWhile(static c => c != "b start").Skip(1));
    }

    private ServiceProvider Add(string? failing)
    {
        var services = new ServiceCollection();
        services.AddZooKeeperLeadership()
            .AddHostedService(scope => new A(_calls, scope.GetRequiredService<LeadershipTerm>(), "a", failing == "a"))
            .AddHostedService(scope => new B(_calls, scope.GetRequiredService<LeadershipTerm>(), "b", failing == "b"));
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class A(List<string> calls, LeadershipTerm term, string name, bool fails) : Steps(calls, term, name, fails);

    private sealed class B(List<string> calls, LeadershipTerm term, string name, bool fails) : Steps(calls, term, name, fails);

    private abstract class Steps : IHostedLifecycleService, IDisposable
    {
        private readonly List<string> _calls;
        private readonly string _name;
        private readonly bool _fails;

        protected Steps(List<string> calls, LeadershipTerm term, string name, bool fails)
        {
            _calls = calls;
            _name = name;
            _fails = fails;
            calls.Add($"{name} made in {term.Number}");
        }

        public Task StartingAsync(CancellationToken cancellationToken) => NoteAsync("starting");

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _calls.Add($"{_name} start");
            return _fails ? Task.FromException(new NotSupportedException(_name)) : Task.CompletedTask;
        }

        public Task StartedAsync(CancellationToken cancellationToken) => NoteAsync("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => NoteAsync("stopping");

        public Task StopAsync(CancellationToken cancellationToken) => NoteAsync("stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => NoteAsync("stopped");

        public void Dispose() => _calls.Add($"{_name} disposed");

        private Task NoteAsync(string what)
        {
            _calls.Add($"{_name} {what}");
            return Task.CompletedTask;
        }
    }
}
