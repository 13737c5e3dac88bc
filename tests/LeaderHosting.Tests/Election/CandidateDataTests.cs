using System.Text;
using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election;

/// <summary>What a candidate says of itself, as it stands in its znode.</summary>
public sealed class CandidateDataTests
{
    [Theory]
    [InlineData("web1-4711", 0, "web1-4711")]
    [InlineData("wéb", 5, "wéb\n{\"priority\":5}")]
    [InlineData("{\"priority\":7}", 0, "{\"priority\":7}")]
    [InlineData("web1", -2147483648, "web1\n{\"priority\":-2147483648}")]
    public void What_is_written_is_read(string name, int priority, string data)
    {
        var written = new CandidateData(name, priority).ToUtf8();

        Assert.Equal(data, Encoding.UTF8.GetString(written));
        Assert.Equal(new CandidateData(name, priority), CandidateData.Read(written));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("java\n", "java\n")]
    [InlineData("java\nsecond line", "java\nsecond line")]
    [InlineData("java\n[5]", "java\n[5]")]
    [InlineData("java\nnull", "java\nnull")]
    [InlineData("java\n{\"priority\":\"high\"}", "java\n{\"priority\":\"high\"}")]
    [InlineData("java\n{\"priority\":99999999999}", "java\n{\"priority\":99999999999}")]
    public void Data_of_another_program_is_a_name_with_no_priority(string data, string name) =>
        Assert.Equal(new CandidateData(name), CandidateData.Read(Encoding.UTF8.GetBytes(data)));

    [Fact]
    public void One_that_stands_as_the_newest_says_so()
    {
        var data = new CandidateData("web1", Order: LeadershipOrder.NewestFirst, IsReturning: true);

        Assert.Equal("web1\n{\"order\":\"NewestFirst\",\"returning\":true}", Encoding.UTF8.GetString(data.ToUtf8()));
        Assert.Equal(data, CandidateData.Read(data.ToUtf8()));
    }

    [Fact]
    public void One_that_is_to_be_spread_says_among_which()
    {
        var data = new CandidateData("web1", 5, Spread: "0123456789abcdef");

        Assert.Equal("web1\n{\"priority\":5,\"spread\":\"0123456789abcdef\"}", Encoding.UTF8.GetString(data.ToUtf8()));
        Assert.Equal(data, CandidateData.Read(data.ToUtf8()));
    }

    [Fact]
    public void What_a_later_version_adds_is_left_out() =>
        Assert.Equal(new CandidateData("web1", 5), CandidateData.Read("web1\n{\"colour\":\"blue\",\"priority\":5}"u8));
}
