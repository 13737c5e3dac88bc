using LeaderHosting.TestKit;
using SchedulerApp.Storage;

namespace SchedulerApp.Tests;

/// <summary>Many writers to one file: in one process, in several, and in processes that are killed in the middle of their work.</summary>
public sealed class FencedFileStoreConcurrencyTests : IDisposable
{
    /// <summary>More than a test waits for.</summary>
    private const int EndlessLines = 20_000;

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public FencedFileStoreConcurrencyTests() => _path = _folder.File("jobs.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writers_of_one_process_lose_no_line()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            var store = new FencedFileStore(_path, TimeProvider.System);
            for (var i = 0; i < 20; i++)
            {
                await store.AppendAsync(1, WriterProcess.Line($"w{writer}", i, 1));
            }
        })));

        var lines = ReadWholeLines();
        Assert.Equal(6 * 20, lines.Count);
        Assert.All(lines.GroupBy(line => line.Writer), writer => Assert.Equal(Enumerable.Range(0, 20), writer.Select(line => line.Number)));
    }

    [Fact]
    public async Task Writers_in_several_processes_lose_no_line()
    {
        var writers = Enumerable.Range(0, 3).Select(writer => WriterProcess.Start(_path, 1, $"p{writer}", 50)).ToList();
        foreach (var writer in writers)
        {
            await using (writer)
            {
                Assert.Equal(0, await writer.WaitForExitAsync());
            }
        }

        var lines = ReadWholeLines();
        Assert.Equal(3 * 50, lines.Count);
        Assert.All(lines.GroupBy(line => line.Writer), writer => Assert.Equal(Enumerable.Range(0, 50), writer.Select(line => line.Number)));
    }

    [Fact]
    public async Task A_new_master_shuts_out_the_old_one_in_another_process()
    {
        await using var old = WriterProcess.Start(_path, 1, "old", EndlessLines);
        await Eventually.TrueAsync(() => File.Exists(_path) && new FileInfo(_path).Length > 0, "the old master to write");

        await new FencedFileStore(_path, TimeProvider.System).AppendAsync(2, WriterProcess.Line("new", 0, 2));

        Assert.Equal(WriterProcess.Refused, await old.WaitForExitAsync());
        var lines = ReadWholeLines();
        Assert.Equal("new", lines[^1].Writer);
        Assert.Equal(Enumerable.Range(0, lines.Count - 1), lines.SkipLast(1).Select(line => line.Number));
    }

    [Fact]
    public async Task Masters_killed_while_writing_leave_whole_lines_in_the_order_of_their_tokens()
    {
        const int Masters = 4;
        for (var token = 1; token <= Masters; token++)
        {
            await using var master = WriterProcess.Start(_path, token, $"m{token}", EndlessLines);
            var before = Length();
            await Eventually.TrueAsync(() => Length() > before + 2000, $"master {token} to write");
            await master.KillAsync();
        }

        await new FencedFileStore(_path, TimeProvider.System).AppendAsync(Masters + 1, WriterProcess.Line("last", 0, Masters + 1));

        var lines = ReadWholeLines();
        var tokens = lines.Select(line => line.Token).ToList();
        Assert.Equal(tokens.Order(), tokens);
        Assert.Equal(Masters + 1, tokens.Distinct().Count());
        Assert.All(lines.GroupBy(line => line.Writer), writer => Assert.Equal(Enumerable.Range(0, writer.Count()), writer.Select(line => line.Number)));
    }

    private long Length() => File.Exists(_path) ? new FileInfo(_path).Length : 0;

    private List<(string Writer, int Number, long Token)> ReadWholeLines()
    {
        var content = File.ReadAllText(_path);
        Assert.EndsWith("\n", content, StringComparison.Ordinal);
        return content.TrimEnd('\n').Split('\n').Select(WriterProcess.Parse).ToList();
    }
}
