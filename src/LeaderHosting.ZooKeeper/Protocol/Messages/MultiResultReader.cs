namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Goes through the answer to a multi or a multiRead: a result for each of its operations, in order, no more and no fewer.</summary>
/// <param name="request">What it is called.</param>
/// <param name="parts">What it consists of.</param>
/// <param name="count">How many there are.</param>
internal struct MultiResultReader(string request, string parts, int count)
{
    private int _read;

    /// <summary>Reads the next result.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="index">Which operation it is of.</param>
    /// <param name="result">The result.</param>
    /// <returns>False after the last one.</returns>
    /// <exception cref="ProtocolViolationException">There are more results than operations, or fewer, or this one is malformed.</exception>
    public bool TryRead(ref JuteReader reader, out int index, out MultiResult result)
    {
        (index, result) = (_read, default);
        var header = MultiHeader.Read(ref reader);
        if (header.Done)
        {
            return _read == count ? false : throw new ProtocolViolationException($"A {request} of {count} {parts} was answered with {_read} results.");
        }

        if (_read == count)
        {
            throw new ProtocolViolationException($"A {request} of {count} {parts} was answered with more results.");
        }

        result = MultiResult.Read(header.Type, ref reader);
        _read++;
        return true;
    }
}
