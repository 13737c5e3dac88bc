using System.Buffers;
using BenchmarkDotNet.Attributes;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Bench.Micro;

/// <summary>Packets to bytes and back.</summary>
public class Codec
{
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private ReadOnlySequence<byte> _answer;

    /// <summary>Encodes the answer that is decoded.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new JuteWriter(output);
        new ReplyHeader(1, 1, ZooKeeperErrorCode.Ok).Write(writer);
        new GetDataResponse(new byte[16], new Stat(1, 2, 3, 4, 5, 6, 7, 8, 16, 0, 9)).Write(writer);
        _answer = new ReadOnlySequence<byte>(output.WrittenMemory);
    }

    /// <summary>Writes a getData request.</summary>
    [Benchmark]
    public int EncodeGet()
    {
        _output.ResetWrittenCount();
        var writer = new JuteWriter(_output);
        new RequestHeader(1, OpCode.GetData).Write(writer);
        new GetDataRequest("/leadership/myapp", Watch: false).Write(writer);
        return _output.WrittenCount;
    }

    /// <summary>Reads its answer, with 16 bytes of data.</summary>
    [Benchmark]
    public int DecodeGet()
    {
        var reader = new JuteReader(_answer);
        var header = ReplyHeader.Read(ref reader);
        return header.Xid + GetDataResponse.Read(ref reader).Data.Length;
    }
}
