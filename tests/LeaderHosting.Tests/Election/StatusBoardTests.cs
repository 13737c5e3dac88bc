using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

public sealed class StatusBoardTests
{
    [Fact]
    public async Task Readers_that_come_while_the_status_changes_block_nobody()
    {
        await using var world = new ElectionWorld();
        var board = world.Add("a").Election.Board;
        var read = 0;

        var changing = Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                board.Refresh();
            }
        });
        var reading = Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                await foreach (var _ in board.WatchAsync(CancellationToken.None))
                {
                    read++;
                    break;
                }
            }
        });

        await Task.WhenAll(changing, reading).WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(5_000, read);
    }
}
