namespace LeaderHosting.ZooKeeper.Tests.Transactions;

public sealed class ZooKeeperMultiExceptionTests
{
    [Fact]
    public void Names_the_operation_that_failed_by_itself()
    {
        ZooKeeperOperationResult[] results =
        [
            new(ZooKeeperOperationKind.Check, ZooKeeperErrorCode.Ok, "/a", null),
            new(ZooKeeperOperationKind.Delete, ZooKeeperErrorCode.BadVersion, "/b", null),
            new(ZooKeeperOperationKind.Create, ZooKeeperErrorCode.RuntimeInconsistency, "/c", null),
        ];
        var exception = new ZooKeeperMultiException(results);
        Assert.Equal((1, ZooKeeperOperationKind.Delete), (exception.FailedIndex, exception.FailedKind));
        Assert.Equal((ZooKeeperErrorCode.BadVersion, "/b", "multi"), (exception.Code, exception.Path, exception.Operation));
        Assert.Equal("multi /b: BadVersion (-103). Operation 1 of 0 to 2 (Delete /b) failed, so none was applied.", exception.Message);
        Assert.Same(results, exception.Results);
    }

    [Fact]
    public void A_runtime_inconsistency_is_named_if_there_is_nothing_else() =>
        Assert.Equal(0, new ZooKeeperMultiException([new(ZooKeeperOperationKind.Check, ZooKeeperErrorCode.RuntimeInconsistency, "/a", null)]).FailedIndex);

    [Fact]
    public void Something_must_have_failed() =>
        Assert.Throws<ArgumentException>(() => new ZooKeeperMultiException([new(ZooKeeperOperationKind.Check, ZooKeeperErrorCode.Ok, "/a", null)]));

    [Theory]
    [InlineData(CreateMode.PersistentWithTtl)]
    [InlineData((CreateMode)42)]
    public void A_create_has_no_time_to_live(CreateMode mode) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZooKeeperOperation.Create("/a", default, mode));

    [Fact]
    public void An_operation_does_not_show_its_data() =>
        Assert.Equal("SetData /a", ZooKeeperOperation.SetData("/a", "secret"u8.ToArray()).ToString());
}
