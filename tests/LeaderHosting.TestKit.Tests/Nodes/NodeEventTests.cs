namespace LeaderHosting.TestKit.Tests;

public sealed class NodeEventTests
{
    [Fact]
    public void Reads_a_line()
    {
        var e = NodeEvent.TryParse("123456 START 7 4294967311 s0");

        Assert.NotNull(e);
        Assert.Equal(123456, e.At);
        Assert.Equal("START", e.Kind);
        Assert.Equal(4294967311, e.Number(1));
        Assert.Equal("s0", e.Arguments[2]);
        Assert.Equal("123456 START 7 4294967311 s0", e.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("123456")]
    [InlineData("123456 ")]
    [InlineData("123456 candidates")]
    [InlineData("info: 123 START 7")]
    public void Other_lines_are_none(string line) => Assert.Null(NodeEvent.TryParse(line));
}
