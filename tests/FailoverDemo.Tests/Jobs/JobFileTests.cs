using FailoverDemo.Jobs;

namespace FailoverDemo.Tests.Jobs;

public sealed class JobFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Each_line_is_read_once_and_when_it_is_whole()
    {
        var file = new JobFile(_path);
        File.AppendAllText(_path, "2026-01-01T10:00:00.123Z node1 3 4294967311\n2026-01-01T10:0");

        var job = Assert.Single(file.ReadNew());
        Assert.Equal(new JobRecord(new DateTimeOffset(2026, 1, 1, 10, 0, 0, 123, TimeSpan.Zero), "node1", 3, 4294967311), job);
        Assert.Empty(file.ReadNew());

        File.AppendAllText(_path, "0:00.223Z node1 3 4294967311\n");
        Assert.Equal(223, Assert.Single(file.ReadNew()).Time.Millisecond);
    }

    [Fact]
    public void A_file_that_is_not_there_yet_has_no_jobs() => Assert.Empty(new JobFile(_path + ".missing").ReadNew());

    [Theory]
    [InlineData("2026-01-01T10:00:00.123Z node1 3")]
    [InlineData("yesterday node1 3 4")]
    public void Anything_else_is_an_error(string line) => Assert.Throws<FormatException>(() => JobRecord.Parse(line));
}
