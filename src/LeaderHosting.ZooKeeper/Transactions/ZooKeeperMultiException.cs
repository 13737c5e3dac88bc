using System.Globalization;

namespace LeaderHosting.ZooKeeper;

/// <summary>A transaction failed: one of its operations could not be done, so none was.</summary>
public sealed class ZooKeeperMultiException : ZooKeeperException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="results">What became of each operation; at least one has failed.</param>
    /// <exception cref="ArgumentException">No operation has failed.</exception>
    public ZooKeeperMultiException(IReadOnlyList<ZooKeeperOperationResult> results)
        : this(results, FindFailure(results))
    {
    }

    private ZooKeeperMultiException(IReadOnlyList<ZooKeeperOperationResult> results, int failedIndex)
        : base(results[failedIndex].Error, "multi", results[failedIndex].Path, cause: null, Explain(results, failedIndex))
    {
        Results = results;
        FailedIndex = failedIndex;
    }

    /// <summary>What became of each operation, in the order they were given.</summary>
    public IReadOnlyList<ZooKeeperOperationResult> Results { get; }

    /// <summary>The index of the operation that failed the transaction. <see cref="ZooKeeperException.Code"/> and
    /// <see cref="ZooKeeperException.Path"/> are those of this operation.</summary>
    public int FailedIndex { get; }

    /// <summary>What the operation that failed was to do.</summary>
    public ZooKeeperOperationKind FailedKind => Results[FailedIndex].Kind;

    private static string Explain(IReadOnlyList<ZooKeeperOperationResult> results, int failedIndex) => string.Create(
        CultureInfo.InvariantCulture,
        $"Operation {failedIndex} of 0 to {results.Count - 1} ({results[failedIndex].Kind} {results[failedIndex].Path}) failed, so none was applied.");

    /// <summary>The first operation that failed by itself, rather than because of another.</summary>
    private static int FindFailure(IReadOnlyList<ZooKeeperOperationResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var failed = -1;
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Error is not (ZooKeeperErrorCode.Ok or ZooKeeperErrorCode.RuntimeInconsistency))
            {
                return i;
            }

            if (failed < 0 && results[i].Error != ZooKeeperErrorCode.Ok)
            {
                failed = i;
            }
        }

        return failed >= 0 ? failed : throw new ArgumentException("No operation has failed.", nameof(results));
    }
}
