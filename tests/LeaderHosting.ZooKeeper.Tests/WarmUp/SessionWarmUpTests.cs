using LeaderHosting.ZooKeeper.WarmUp;

namespace LeaderHosting.ZooKeeper.Tests.WarmUp;

/// <summary>What is warmed up is run to its end.</summary>
public sealed class SessionWarmUpTests
{
    [Fact]
    public async Task The_watch_fires()
    {
        var watch = SessionWarmUp.FireWatch();

        Assert.True(watch.IsCompleted);
        Assert.Equal(new WatchEvent(WatchEventType.NodeDeleted, "/warm-up"), await watch);
    }

    [Fact]
    public void The_transaction_is_answered() => Assert.Equal(
        [ZooKeeperOperationKind.Check, ZooKeeperOperationKind.SetData],
        SessionWarmUp.Commit().Where(static result => result.Error == ZooKeeperErrorCode.Ok).Select(static result => result.Kind));

    [Fact]
    public void It_may_be_done_more_than_once_and_at_the_same_time() => Parallel.For(0, 20, static _ => ZooKeeperClient.WarmUp());
}
