namespace LeaderHosting.SafetyModel.Tests;

/// <summary>One state of <see cref="SuccessionModel"/>: three nodes, their candidates, and the leader record.</summary>
/// <remarks>A candidate is known by its sequence number; 0 is none.</remarks>
internal readonly record struct SuccessionState
{
    /// <summary>The first node.</summary>
    public SuccessionNode A { get; init; }

    /// <summary>The second node.</summary>
    public SuccessionNode B { get; init; }

    /// <summary>The third node.</summary>
    public SuccessionNode C { get; init; }

    /// <summary>The number that the newest candidate got.</summary>
    public byte LastNumber { get; init; }

    /// <summary>The candidate that the record names.</summary>
    public byte Named { get; init; }

    /// <summary>How often the record has been written.</summary>
    public byte Version { get; init; }

    /// <summary>The node of an index.</summary>
    public SuccessionNode this[int index] => index switch { 0 => A, 1 => B, _ => C };

    /// <summary>The state with another node.</summary>
    public SuccessionState With(int index, SuccessionNode node) => index switch
    {
        0 => this with { A = node },
        1 => this with { B = node },
        _ => this with { C = node },
    };

    /// <summary>The same state with the first nodes in one certain order: which of them does what makes no difference.</summary>
    /// <param name="alike">How many of them are alike.</param>
    public SuccessionState Sorted(int alike)
    {
        var (a, b, c) = (A, B, C);
        (a, b) = InOrder(a, b);
        if (alike == 3)
        {
            (b, c) = InOrder(b, c);
            (a, b) = InOrder(a, b);
        }

        return this with { A = a, B = b, C = c };
    }

    /// <summary>Whether the znode of a candidate is there.</summary>
    public bool IsThere(byte candidate) => candidate != 0 && (A.Znode == candidate || B.Znode == candidate || C.Znode == candidate);

    /// <summary>The first of the queue.</summary>
    public byte Oldest => Extreme(static (x, y) => x < y);

    /// <summary>The last of the queue.</summary>
    public byte Newest => Extreme(static (x, y) => x > y);

    private static (SuccessionNode First, SuccessionNode Second) InOrder(SuccessionNode one, SuccessionNode other) =>
        one.Key <= other.Key ? (one, other) : (other, one);

    private byte Extreme(Func<byte, byte, bool> isBefore)
    {
        byte best = 0;
        foreach (var candidate in (ReadOnlySpan<byte>)[A.Znode, B.Znode, C.Znode])
        {
            if (candidate != 0 && (best == 0 || isBefore(candidate, best)))
            {
                best = candidate;
            }
        }

        return best;
    }
}
