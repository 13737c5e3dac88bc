namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>A record of the protocol. It can be written and read, so that one codec serves a client, a server and tests of either.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
internal interface IJuteRecord<TSelf>
    where TSelf : IJuteRecord<TSelf>
{
    /// <summary>Reads the record's fields in order.</summary>
    /// <exception cref="ProtocolViolationException">The bytes are no such record.</exception>
    static abstract TSelf Read(ref JuteReader reader);

    /// <summary>Writes the record's fields in order.</summary>
    void Write(JuteWriter writer);
}
