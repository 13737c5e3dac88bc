using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>About how long the answer to a read is: as long as the longest of its kind so far, of which a little is forgotten with each shorter one.</summary>
/// <remarks>A connection breaks under an answer that is too long, so what is known of them is used. Thread-safe.</remarks>
internal sealed class AnswerLengths
{
    /// <summary>The length that stands before a name.</summary>
    private const int Prefix = sizeof(int);

    private const int NoneSeen = -1;

    /// <summary>What part of the difference to a shorter answer is forgotten.</summary>
    private const int Forgotten = 16;

    private readonly Lock _lock = new();
    private int _node;
    private int _children;

    /// <summary>How many bytes of data or of names to expect.</summary>
    /// <param name="kind">What is read.</param>
    public int Expect(CoordinationReadKind kind) => kind == CoordinationReadKind.Node ? Volatile.Read(ref _node) : Volatile.Read(ref _children);

    /// <summary>Takes note of answers.</summary>
    public void Learn(IReadOnlyList<CoordinationReadResult> results)
    {
        int node = NoneSeen, children = NoneSeen;
        foreach (var result in results)
        {
            node = Math.Max(node, result.Node?.Data.Length ?? NoneSeen);
            children = Math.Max(children, result.Children?.Sum(static name => Prefix + name.Length) ?? NoneSeen);
        }

        lock (_lock)
        {
            _node = After(_node, node);
            _children = After(_children, children);
        }
    }

    private static int After(int expected, int seen) => seen == NoneSeen ? expected
        : seen >= expected ? seen
        : expected - ((expected - seen + Forgotten - 1) / Forgotten);
}
