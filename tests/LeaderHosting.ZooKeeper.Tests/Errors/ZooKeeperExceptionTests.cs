namespace LeaderHosting.ZooKeeper.Tests.Errors;

public sealed class ZooKeeperExceptionTests
{
    private static readonly ZooKeeperErrorCode[] Errors =
        [.. Enum.GetValues<ZooKeeperErrorCode>().Where(code => code != ZooKeeperErrorCode.Ok)];

    public static TheoryData<ZooKeeperErrorCode> Codes => [.. Errors];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_class_of_its_own_that_names_everything(ZooKeeperErrorCode code)
    {
        var cause = new TimeoutException("because of this");
        var exception = ZooKeeperErrors.Create(code, "getData", "/a/b", cause);
        Assert.NotEqual(typeof(ZooKeeperException), exception.GetType());
        Assert.True(exception.GetType().IsSealed);
        Assert.Equal((code, "getData", "/a/b", cause), (exception.Code, exception.Operation, exception.Path, exception.InnerException));
        Assert.StartsWith($"getData /a/b: {code} ({(int)code}). ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Cause: because of this", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_codes_share_a_class() =>
        Assert.Equal(Errors.Length, Errors.Select(code => ZooKeeperErrors.Create(code, "x", null).GetType()).Distinct().Count());

    [Fact]
    public void A_code_without_a_name_keeps_its_number()
    {
        var exception = ZooKeeperErrors.Create((ZooKeeperErrorCode)(-999), "sync", path: null);
        Assert.Equal(typeof(ZooKeeperException), exception.GetType());
        Assert.Equal(-999, (int)exception.Code);
        Assert.Equal("sync: unknown error -999.", exception.Message);
    }
}
