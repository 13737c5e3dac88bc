namespace LeaderHosting.Tests.Lease;

/// <summary>
/// The rule of the lease word for word: everything is kept, and every combination of r, p and q is tried. Slow, and too simple to be wrong in the same way as
/// <c>SessionLease</c>.
/// </summary>
internal sealed class ReferenceLease(long timeout)
{
    private readonly List<Line> _lines = [];
    private long? _settledSentAt;

    /// <summary>The end of the lease; <see langword="null"/> when nothing was ever settled.</summary>
    public long? End => _settledSentAt + timeout - (timeout / 100);

    public void Connect(long ordinal, long requestedAt, long establishedAt) => _lines.Add(new Line(ordinal, requestedAt, establishedAt));

    public void Answered(long connection, long sentAt, long answeredAt, bool committed)
    {
        var line = _lines[^1];
        if (line.Ordinal != connection)
        {
            return;
        }

        line.Exchanges.Add((sentAt, answeredAt, committed));
        if (line.NewestSettled(reportDelay: (timeout / 4) + (timeout / 32)) is { } settled && !(settled <= _settledSentAt))
        {
            _settledSentAt = settled;
        }
    }

    private sealed record Line(long Ordinal, long RequestedAt, long EstablishedAt)
    {
        public List<(long SentAt, long AnsweredAt, bool Committed)> Exchanges { get; } = [];

        public long? NewestSettled(long reportDelay)
        {
            var commits = Exchanges.Where(e => e.Committed).ToList();
            var settled = new List<long>();
            if (commits.Exists(c => c.SentAt >= EstablishedAt))
            {
                settled.Add(RequestedAt);
            }

            settled.AddRange(
                from r in Exchanges
                where commits.Exists(p =>
                    p.SentAt >= r.AnsweredAt + reportDelay && commits.Exists(q => q.SentAt >= p.AnsweredAt))
                select r.SentAt);
            return settled.Count == 0 ? null : settled.Max();
        }
    }
}
