using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Services;

/// <summary>Services with steps around their start and stop, beside services that have none.</summary>
public sealed class LifecycleMixTests : ElectionStory
{
    private readonly List<string> _steps = [];

    [Fact]
    public async Task All_take_their_steps_in_order_and_back_in_reverse()
    {
        var a = await World.LeaderAsync("a", services: _ => [new Plain("x", _steps), new Stepwise("y", _steps), new Plain("z", _steps), new Stepwise("w", _steps)]);
        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal(
            [
                "y is starting", "w is starting", "x starts", "y starts", "z starts", "w starts", "y has started", "w has started",
                "w is stopping", "y is stopping", "w stops", "z stops", "y stops", "x stops", "w has stopped", "y has stopped",
            ],
            _steps);
    }

    [Fact]
    public async Task When_one_fails_only_those_before_it_go_back()
    {
        var a = World.Add("a", services: _ => [new Plain("x", _steps), new Stepwise("y", _steps), new Plain("z", _steps) { Fails = true }, new Stepwise("w", _steps)]);
        a.Start();
        await World.UntilAsync(() => _steps.Contains("y has stopped"), "all to have gone back");

        Assert.Equal(
            [
                "y is starting", "w is starting", "x starts", "y starts", "z starts",
                "y is stopping", "y stops", "x stops", "w has stopped", "y has stopped",
            ],
            _steps.Take(10));
    }

    private class Plain(string name, List<string> steps) : ILeaderOnlyService
    {
        public bool Fails { get; init; }

        protected string Name => name;

        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            var noted = Note("starts");
            return Fails ? throw new InvalidOperationException("It fails.") : noted;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Note("stops");

        protected Task Note(string step)
        {
            lock (steps)
            {
                steps.Add($"{name} {step}");
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Stepwise(string name, List<string> steps) : Plain(name, steps), ILeaderOnlyLifecycleService
    {
        public Task StartingAsync(LeadershipTerm term, CancellationToken cancellationToken) => Note("is starting");

        public Task StartedAsync(CancellationToken cancellationToken) => Note("has started");

        public Task StoppingAsync(CancellationToken cancellationToken) => Note("is stopping");

        public Task StoppedAsync(CancellationToken cancellationToken) => Note("has stopped");
    }
}
