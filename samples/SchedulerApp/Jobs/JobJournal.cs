using System.Globalization;
using LeaderHosting;
using Microsoft.Extensions.Options;
using SchedulerApp.Scheduling;
using SchedulerApp.Storage;

namespace SchedulerApp.Jobs;

/// <summary>Writes a line per run: <c>&lt;UTC time&gt; &lt;node&gt; &lt;term&gt; &lt;fencing token&gt;</c>, to the log and to the output file.</summary>
public sealed class JobJournal
{
    private readonly ILeadership _leadership;
    private readonly TimeProvider _time;
    private readonly ILogger<JobJournal> _logger;
    private readonly FencedFileStore? _store;

    /// <summary>Initializes a new instance. Without <see cref="SchedulerOptions.OutputFile"/> the lines go to the log only.</summary>
    public JobJournal(ILeadership leadership, IOptions<SchedulerOptions> options, TimeProvider time, ILogger<JobJournal> logger)
    {
        _leadership = leadership;
        _time = time;
        _logger = logger;
        _store = options.Value.OutputFile is { Length: > 0 } file ? new FencedFileStore(file, time) : null;
    }

    /// <summary>Writes the line of one run.</summary>
    /// <exception cref="StaleTokenException">A newer term has written to the file.</exception>
    public async Task WriteAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        var node = string.Concat(_leadership.Status.NodeName.Select(static c => char.IsWhiteSpace(c) ? '_' : c));
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{_time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {node} {term.Number} {term.FencingToken}");
        if (_store is not null)
        {
            await _store.AppendAsync(term.FencingToken, line, cancellationToken);
        }

        _logger.LogInformation("Job ran on {Node} in term {Term}, fencing token {FencingToken}", node, term.Number, term.FencingToken);
    }
}
