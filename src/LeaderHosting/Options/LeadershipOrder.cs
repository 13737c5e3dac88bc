namespace LeaderHosting;

/// <summary>Which of the candidates of an election leads.</summary>
public enum LeadershipOrder
{
    /// <summary>The one that has stood for longest; the others wait for their turn. The default, and the order of Curator's <c>LeaderLatch</c>.</summary>
    OldestFirst = 0,

    /// <summary>
    /// The one that came last: a node that is started takes over from the present leader. One that comes back, after a lost session or a resignation, say, waits until nobody
    /// leads. All nodes of an election must have the same order, and no Curator latch can take part.
    /// </summary>
    NewestFirst = 1,
}
