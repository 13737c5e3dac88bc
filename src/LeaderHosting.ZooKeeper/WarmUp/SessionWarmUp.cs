using System.Buffers;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Diagnostics;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Sessions;
using LeaderHosting.ZooKeeper.Watches;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.ZooKeeper.WarmUp;

/// <summary>What a session does when a watch fires and when it writes for the first time, done on a session that is never started: it connects to nothing and leaves nothing to end.</summary>
internal static class SessionWarmUp
{
    private const string Path = "/warm-up";

    /// <summary>Has a watch fire.</summary>
    /// <returns>What it told.</returns>
    public static Task<WatchEvent> FireWatch()
    {
        var time = TimeProvider.System;
        var settings = SessionSettings.From(new ZooKeeperClientOptions { ConnectionString = "nowhere" });
        var session = new Session(settings, SocketNetwork.Instance, time, Random.Shared, NullLogger.Instance, new ClientMetrics(meters: null, time));
        var watch = new WatchEntry(Path, watchesChildren: false, session);

        // The request waits for a connection for ever; the watch is in the table all the same.
        _ = session.SendAsync<WatchDataOperation, DataResult>(new WatchDataOperation(watch), watch, CancellationToken.None).AsTask();
        watch.Arm(WatchKind.Data, default(DataResult));
        var notification = ReaderOf(new WatcherEvent((int)WatchEventType.NodeDeleted, WatcherEvent.SyncConnected, Path));
        ((IConnectionOwner)session).OnWatchEvent(WatcherEvent.Read(ref notification));
        return watch.Task;
    }

    /// <summary>Writes a transaction as it is sent, and reads an answer.</summary>
    /// <returns>What became of its operations.</returns>
    public static IReadOnlyList<ZooKeeperOperationResult> Commit()
    {
        var transaction = new TransactionOperation(new Chroot(path: null), [ZooKeeperOperation.Check(Path), ZooKeeperOperation.SetData(Path, default)]);
        transaction.Write(new JuteWriter(new ArrayBufferWriter<byte>()));
        var answer = ReaderOf(new MultiResponse([new MultiResult(OpCode.Check), new MultiResult(OpCode.SetData)]));
        return transaction.Read(ref answer);
    }

    private static JuteReader ReaderOf<TRecord>(TRecord record)
        where TRecord : struct, IJuteRecord<TRecord>
    {
        var packet = new ArrayBufferWriter<byte>();
        record.Write(new JuteWriter(packet));
        return new JuteReader(new ReadOnlySequence<byte>(packet.WrittenMemory));
    }
}
