using System.IO.Pipelines;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Connections;

/// <summary>On which thread an answer reaches whoever waits for it, and that nobody waits for somebody else's code.</summary>
public sealed class DeliveriesTests
{
    private readonly Deliveries _deliveries = new();
    private readonly Pipe _input = new();

    [Fact]
    public async Task The_last_answer_is_delivered_by_the_reader_itself_once_it_waits_for_more()
    {
        var item = new Item();
        _deliveries.Add(item);
        var reading = ReadAsync();

        Assert.Equal(Environment.CurrentManagedThreadId, await item.Delivered.SoonAsync());
        Assert.False(reading.IsCompleted);
        await _input.Writer.CompleteAsync();
        Assert.True((await reading.SoonAsync()).IsCompleted);
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_packets_that_are_there_already()
    {
        await _input.Writer.WriteAsync(new byte[] { 1 });
        var item = new Item();
        _deliveries.Add(item);

        Assert.True(ReadAsync().IsCompletedSuccessfully);
        await item.Delivered.SoonAsync();
    }

    [Fact]
    public async Task None_of_several_waits_for_what_another_one_sets_off()
    {
        using var release = new ManualResetEventSlim();
        Item[] items = [new(), new(), new(() => release.Wait(Eventually.DefaultTimeout))];
        var reading = Task.Run(() =>
        {
            Array.ForEach(items, _deliveries.Add);
            return ReadAsync();
        });

        await items[0].Delivered.SoonAsync();
        await items[1].Delivered.SoonAsync();
        await items[2].Delivered.SoonAsync();
        release.Set();
        await _input.Writer.CompleteAsync();
        await reading.SoonAsync();
    }

    [Fact]
    public async Task An_answer_is_delivered_once()
    {
        var item = new Item();
        _deliveries.Add(item);
        var first = ReadAsync();
        await _input.Writer.WriteAsync(new byte[] { 1 });
        _input.Reader.AdvanceTo((await first.SoonAsync()).Buffer.End);
        _ = ReadAsync();
        _deliveries.QueueLast();

        await item.Delivered.SoonAsync();
        Assert.Equal(1, item.Deliveries);
    }

    [Fact]
    public async Task A_caller_that_goes_on_from_one_answer_may_block_its_thread_until_the_next_one_comes()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var second = session.Client.GetDataAsync("/b").AsTask();
        var toSecond = await server.ReadAsync(OpCode.GetData);
        var blocked = GetAndWaitAsync();
        var toFirst = await server.ReadAsync(OpCode.GetData);

        await server.ReplyAsync(toSecond.Xid, new GetDataResponse([2], default), zxid: 1);
        await server.ReplyAsync(toFirst.Xid, new GetDataResponse([1], default), zxid: 1);
        var toThird = await server.ReadAsync(OpCode.Exists);
        await server.ReplyAsync(toThird.Xid, ZooKeeperErrorCode.NoNode, zxid: 1);

        Assert.Null(await blocked.SoonAsync());
        Assert.Equal([2], (await second.SoonAsync()).Data);

        async Task<Stat?> GetAndWaitAsync()
        {
            await session.Client.GetDataAsync("/a").ConfigureAwait(false);
#pragma warning disable xUnit1031, VSTHRD103 // Blocking is what is tested.
            return session.Client.ExistsAsync("/c").AsTask().WaitAsync(Eventually.DefaultTimeout).GetAwaiter().GetResult();
#pragma warning restore xUnit1031, VSTHRD103
        }
    }

    [Fact]
    public async Task An_answer_that_came_before_a_fault_reaches_its_caller()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var getting = session.Client.GetDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        await server.ReplyAsync(request.Xid, new GetDataResponse([1], default), zxid: 1);
        await server.ReplyAsync(request.Xid + 7, new GetDataResponse([9], default), zxid: 1);

        Assert.Equal([1], (await getting.SoonAsync()).Data);
        await session.WaitForAsync(SessionState.Suspended);
    }

    private async Task<ReadResult> ReadAsync() => await _deliveries.WhileReading(_input.Reader.ReadAsync());

    private sealed class Item(Action? then = null) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<int> _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _deliveries;

        public Task<int> Delivered => _delivered.Task;

        public int Deliveries => Volatile.Read(ref _deliveries);

        public void Execute()
        {
            Interlocked.Increment(ref _deliveries);
            _delivered.TrySetResult(Environment.CurrentManagedThreadId);
            then?.Invoke();
        }
    }
}
