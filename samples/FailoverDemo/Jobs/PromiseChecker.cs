using System.Globalization;

namespace FailoverDemo.Jobs;

/// <summary>
/// Checks the promise, never two, on what nodes have really run: the times of any two terms, each from its first job to its last, must not overlap; a term
/// belongs to one node; and a later term has a larger number and a larger fencing token. Jobs may be added in any order.
/// </summary>
/// <remarks>Not thread-safe. Times are whole milliseconds, so it is blind to an overlap of less than one.</remarks>
internal sealed class PromiseChecker
{
    private readonly SortedList<long, TermRuns> _terms = [];
    private readonly List<string> _violations = [];

    /// <summary>The terms under which jobs ran, by fencing token.</summary>
    public IReadOnlyList<TermRuns> Terms => _terms.Values.AsReadOnly();

    /// <summary>How many jobs ran.</summary>
    public int Jobs => _terms.Values.Sum(static term => term.Jobs);

    /// <summary>Where the promise was broken, a sentence each; empty when it was kept.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Adds a job.</summary>
    /// <returns>Whether it is the first under its term.</returns>
    public bool Add(JobRecord job)
    {
        var isFirst = !_terms.TryGetValue(job.Token, out var runs);
        if (!isFirst && (runs!.Node != job.Node || runs.Term != job.Term))
        {
            Report($"{job.Node} ran a job under term {job.Term} with fencing token {job.Token}, which is {runs.Node}'s of term {runs.Term}.");
            return false;
        }

        _terms[job.Token] = isFirst ? TermRuns.Of(job) : runs!.With(job);
        var index = _terms.IndexOfKey(job.Token);
        CheckOrder(index - 1);
        CheckOrder(index);
        return isFirst;
    }

    /// <summary>Compares a term with the next one. Where all neighbors are in order, all terms are.</summary>
    private void CheckOrder(int index)
    {
        if (index < 0 || index + 1 >= _terms.Count)
        {
            return;
        }

        var earlier = _terms.GetValueAtIndex(index);
        var later = _terms.GetValueAtIndex(index + 1);
        if (earlier.Term >= later.Term)
        {
            Report($"Term {later.Term} of {later.Node} has a larger fencing token than term {earlier.Term} of {earlier.Node}.");
        }

        if (earlier.Last > later.First)
        {
            Report(
                $"{earlier.Node} ran a job under term {earlier.Term} at {Clock(earlier.Last)}, after {later.Node} had run one under term {later.Term} at {Clock(later.First)}.");
        }
    }

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private void Report(string violation)
    {
        if (!_violations.Contains(violation))
        {
            _violations.Add(violation);
        }
    }
}
