using LeaderHosting.TestKit;
using SchedulerApp.Storage;

namespace SchedulerApp.Tests;

public sealed class FencedFileStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public FencedFileStoreTests() => _path = _folder.File("jobs.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_are_appended_in_order()
    {
        var store = Open();

        await store.AppendAsync(7, "first");
        await store.AppendAsync(7, "second");

        Assert.Equal("first\nsecond\n", await File.ReadAllTextAsync(_path));
        Assert.Equal("7\n", await File.ReadAllTextAsync(_path + ".token"));
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_created()
    {
        var path = _folder.File(Path.Combine("a", "b", "jobs.log"));

        await new FencedFileStore(path, TimeProvider.System).AppendAsync(1, "line");

        Assert.Equal("line\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_smaller_token_is_refused_and_nothing_changes()
    {
        await Open().AppendAsync(9, "new master");

        var refused = await Assert.ThrowsAsync<StaleTokenException>(() => Open().AppendAsync(8, "old master"));

        Assert.Equal((8L, 9L), (refused.Token, refused.NewestToken));
        Assert.Equal("new master\n", await File.ReadAllTextAsync(_path));
        Assert.Equal("9\n", await File.ReadAllTextAsync(_path + ".token"));
    }

    [Fact]
    public async Task Tokens_are_compared_as_numbers()
    {
        await Open().AppendAsync(9, "nine");
        await Open().AppendAsync(10, "ten");

        await Assert.ThrowsAsync<StaleTokenException>(() => Open().AppendAsync(9, "nine again"));
        Assert.Equal("nine\nten\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task The_whole_range_of_tokens_fits()
    {
        await Open().AppendAsync(0, "zero");
        await Open().AppendAsync(long.MaxValue, "max");

        await Assert.ThrowsAsync<StaleTokenException>(() => Open().AppendAsync(long.MaxValue - 1, "late"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Open().AppendAsync(-1, "negative"));
        Assert.Equal("zero\nmax\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task The_token_is_on_record_before_its_line()
    {
        // The line cannot be written, because its file is a folder; as in a crash between the two writes.
        Directory.CreateDirectory(_path);
        await Assert.ThrowsAnyAsync<UnauthorizedAccessException>(() => Open().AppendAsync(5, "line"));
        Directory.Delete(_path);

        await Assert.ThrowsAsync<StaleTokenException>(() => Open().AppendAsync(4, "old master"));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData("end\n")]
    public async Task Only_whole_single_lines_are_taken(string line)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Open().AppendAsync(1, line));

        Assert.False(File.Exists(_path));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(600)]
    [InlineData(5000)]
    public async Task A_torn_last_line_is_removed_by_the_next_write(int tornLength)
    {
        await Open().AppendAsync(1, "whole");
        await File.AppendAllTextAsync(_path, new string('t', tornLength));

        await Open().AppendAsync(1, "next");

        Assert.Equal("whole\nnext\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_torn_first_line_is_removed_too()
    {
        await File.WriteAllTextAsync(_path + ".token", "1\n");
        await File.WriteAllTextAsync(_path, new string('t', 2000));

        await Open().AppendAsync(1, "first");

        Assert.Equal("first\n", await File.ReadAllTextAsync(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("12x\n")]
    [InlineData("-5\n")]
    [InlineData("99999999999999999999999\n")]
    public async Task A_damaged_token_file_is_reported_and_left_as_it_is(string content)
    {
        await Open().AppendAsync(12, "kept");
        await File.WriteAllTextAsync(_path + ".token", content);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Open().AppendAsync(13, "line"));

        Assert.Contains("jobs.log.token", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{content.TrimEnd()}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_path + ".token"));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_file_whose_token_file_is_gone_is_not_written_to()
    {
        await Open().AppendAsync(12, "kept");
        File.Delete(_path + ".token");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Open().AppendAsync(1, "line"));

        Assert.Contains("jobs.log.token", error.Message, StringComparison.Ordinal);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_leftover_of_a_crash_while_writing_the_token_does_no_harm()
    {
        await Open().AppendAsync(3, "first");
        await File.WriteAllTextAsync(_path + ".token.new", "4");

        await Open().AppendAsync(3, "second");
        await Open().AppendAsync(4, "third");

        Assert.Equal("first\nsecond\nthird\n", await File.ReadAllTextAsync(_path));
        Assert.Equal("4\n", await File.ReadAllTextAsync(_path + ".token"));
    }

    [Fact]
    public async Task A_writer_waits_for_the_lock_and_can_give_up()
    {
        using var patience = new CancellationTokenSource();
        Task waiting;
        using (await new FileLock(_path + ".lock", TimeProvider.System).AcquireAsync(CancellationToken.None))
        {
            var given = Open().AppendAsync(1, "given up", patience.Token);
            waiting = Open().AppendAsync(1, "waited");
            await patience.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
            Assert.False(waiting.IsCompleted);
            Assert.False(File.Exists(_path));
        }

        await waiting.WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal("waited\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_lock_that_is_never_released_is_an_error()
    {
        var clock = new LeapingClock();
        using var held = await new FileLock(_path + ".lock", TimeProvider.System).AcquireAsync(CancellationToken.None);

        var error = await Assert.ThrowsAsync<IOException>(() => new FencedFileStore(_path, clock).AppendAsync(1, "line"));

        Assert.Contains("jobs.log.lock", error.Message, StringComparison.Ordinal);
    }

    private FencedFileStore Open() => new(_path, TimeProvider.System);

    /// <summary>A clock by which a second passes whenever somebody looks.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }
}
