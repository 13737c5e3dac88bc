using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.TestKit.Tests;

public sealed class TestLogsTests
{
    [Fact]
    public void Collects_every_part_of_an_entry()
    {
        using var logs = new TestLogs();
        var error = new IOException("gone");

        logs.CreateLogger<TestLogsTests>().LogError(new EventId(4001, "Lost"), error, "Lost {Path} after {Seconds} s", "/a", 3);

        var entry = Assert.Single(logs.Entries);
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.Equal(4001, entry.EventId.Id);
        Assert.Equal(typeof(TestLogsTests).FullName, entry.Category);
        Assert.Equal("Lost /a after 3 s", entry.Message);
        Assert.Same(error, entry.Exception);
        Assert.Equal("/a", entry.Values["Path"]);
        Assert.Equal(3, entry.Values["Seconds"]);
        Assert.Same(entry, Assert.Single(logs.WithEventId(4001)));
        Assert.Empty(logs.WithEventId(1));
    }

    [Fact]
    public async Task Waits_for_an_entry()
    {
        using var logs = new TestLogs();
        var waiting = logs.WaitForAsync(static entry => entry.Level == LogLevel.Warning, "a warning");
        Assert.False(waiting.IsCompleted);

        logs.CreateLogger("x").LogInformation("not this");
        logs.CreateLogger("x").LogWarning("this");

        Assert.Equal("this", (await waiting).Message);
    }

    [Fact]
    public async Task A_wait_in_vain_shows_what_was_logged()
    {
        using var logs = new TestLogs();
        logs.CreateLogger("Election").LogInformation(new EventId(4002), "joined");

        var exception = await Assert.ThrowsAsync<TimeoutException>(
            () => logs.WaitForAsync(static entry => entry.Level == LogLevel.Warning, "a warning", TimeSpan.FromMilliseconds(50)));

        Assert.Contains("a log entry: a warning", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Information Election[4002] joined", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_to_the_test_output_while_there_is_one()
    {
        var output = new Output();
        using var logs = new TestLogs(output);
        var logger = logs.CreateLogger("Election");

        logger.LogInformation("joined");
        output.HasEnded = true;
        logger.LogInformation("left");

        Assert.EndsWith("Information Election[0] joined", Assert.Single(output.Lines), StringComparison.Ordinal);
        Assert.Equal(2, logs.Entries.Count);
    }

    private sealed class Output : ITestOutputHelper
    {
        public List<string> Lines { get; } = [];

        public bool HasEnded { get; set; }

        public void WriteLine(string message)
        {
            if (HasEnded)
            {
                throw new InvalidOperationException("There is no currently active test.");
            }

            Lines.Add(message);
        }

        public void WriteLine(string format, params object[] args) => WriteLine(string.Format(format, args));
    }
}
