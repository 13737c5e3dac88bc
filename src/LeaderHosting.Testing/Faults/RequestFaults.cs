using System.Collections.Immutable;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.Faults;

/// <summary>The faults that wait for requests, oldest first. Thread-safe; their predicates run on connections' read loops, outside every lock.</summary>
internal sealed class RequestFaults
{
    private ImmutableList<RequestFault> _waiting = [];

    /// <summary>False when no request needs to be looked at, which is nearly always.</summary>
    public bool Any => !_waiting.IsEmpty;

    public RequestFault Add(Func<ServerRequest, bool> matches, Verdict verdict)
    {
        var fault = new RequestFault(matches, verdict, Remove);
        ImmutableInterlocked.Update(ref _waiting, static (waiting, added) => waiting.Add(added), fault);
        return fault;
    }

    /// <summary>What is to become of a request: the oldest fault that matches it decides.</summary>
    public Verdict Decide(ServerRequest request)
    {
        foreach (var fault in _waiting)
        {
            if (fault.TryStrike(request))
            {
                return fault.Verdict;
            }
        }

        return Verdict.Proceed;
    }

    private void Remove(RequestFault fault) => ImmutableInterlocked.Update(ref _waiting, static (waiting, removed) => waiting.Remove(removed), fault);
}
