using System.Diagnostics.CodeAnalysis;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>One kind of request: how it is written and how its answer is read. Implemented by structs, so that a request costs no object of its own.</summary>
/// <typeparam name="TSelf">The kind itself. What has a default is static, because a default instance method would box the struct at each call.</typeparam>
/// <typeparam name="TResult">What the caller gets.</typeparam>
internal interface IOperation<TSelf, TResult>
    where TSelf : struct, IOperation<TSelf, TResult>
{
    /// <summary>The kind of the request.</summary>
    OpCode Type { get; }

    /// <summary>The node it is about, from the server's root; null if it is about none.</summary>
    string? Path { get; }

    /// <summary>Writes the body of the request.</summary>
    void Write(JuteWriter writer);

    /// <summary>Reads the body of an answer without error.</summary>
    TResult Read(ref JuteReader reader);

    /// <summary>Whether an error is an answer like any other, such as NoNode to exists.</summary>
    static virtual bool TryAccept(in TSelf operation, ZooKeeperErrorCode error, [MaybeNullWhen(false)] out TResult result)
    {
        result = default;
        return false;
    }

    /// <summary>Undoes what the request prepared: nobody will get its result. May be called after <see cref="Read"/>.</summary>
    static virtual void Discard(in TSelf operation)
    {
    }
}
