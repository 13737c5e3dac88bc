using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>About how long the answer to a read is: as long as the longest of its kind so far.</summary>
/// <remarks>A connection breaks under an answer that is too long, so what is known of them is used. Thread-safe.</remarks>
internal sealed class AnswerLengths
{
    /// <summary>The length that stands before a name.</summary>
    private const int Prefix = sizeof(int);

    private readonly Lock _lock = new();
    private int _node;
    private int _children;

    /// <summary>How many bytes of data or of names to expect.</summary>
    /// <param name="kind">What is read.</param>
    public int Expect(CoordinationReadKind kind)
    {
        lock (_lock)
        {
            return kind == CoordinationReadKind.Node ? _node : _children;
        }
    }

    /// <summary>Takes note of answers.</summary>
    public void Learn(IReadOnlyList<CoordinationReadResult> results)
    {
        int node = 0, children = 0;
        foreach (var result in results)
        {
            node = Math.Max(node, result.Node?.Data.Length ?? 0);
            children = Math.Max(children, result.Children?.Sum(static name => Prefix + name.Length) ?? 0);
        }

        lock (_lock)
        {
            _node = Math.Max(_node, node);
            _children = Math.Max(_children, children);
        }
    }
}
