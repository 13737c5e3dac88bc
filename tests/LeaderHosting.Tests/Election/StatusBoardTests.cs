using LeaderHosting.Election;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Election;

public class StatusBoardTests
{
    private readonly StatusBoard _board;

    public StatusBoardTests()
    {
        var network = new FakeSessionFactory(new InMemoryEnsemble(TimeProvider.System), TimeProvider.System);
        _board = new StatusBoard(
            new ElectionSettings { Name = "", Path = "/election", NodeName = "a" },
            new SessionHub(network, TimeProvider.System, new TestLogs().CreateLogger<SessionHub>()),
            TimeProvider.System,
            new ElectionState());
    }

    [Fact]
    public async Task Readers_that_come_and_go_while_the_status_changes_hold_up_nobody()
    {
        const int Readers = 8;
        const int Rounds = 2000;
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var i = 0L; !enough.IsCancellationRequested; i++)
            {
                _board.Move(new ElectionState { Ticket = i, Phase = i % 2 == 0 ? LeadershipPhase.Waiting : LeadershipPhase.Claiming });
            }
        });

        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await foreach (var status in _board.WatchAsync(CancellationToken.None))
                {
                    break;
                }
            }
        }));
        await Task.WhenAll(reading).WaitAsync(Eventually.DefaultTimeout);

        await enough.CancelAsync();
        await writing.WaitAsync(Eventually.DefaultTimeout);
    }

    [Fact]
    public void A_term_that_has_not_begun_is_not_shown_as_one_that_ends()
    {
        _board.Move(new ElectionState { Phase = LeadershipPhase.Starting, Candidate = "c", Term = new Term(1, 7) });

        Assert.Equal((LeadershipPhase.Starting, LeadershipRole.Follower), (_board.Status.Phase, _board.Status.Role));
    }
}
