using System.CommandLine;
using LeaderHosting.Bench.Failover;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Experiments;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.TestKit;

IExperiment[] experiments =
[
    new Handover(), new Crash(), new Herd(), new ManyElections(), new Pause(), new Cut(), new Blips(), new Idle(), new ClientSpeed(), new StartUp(), new Outage(),
];

var names = new Argument<string[]>("experiment")
{
    Description = "What to measure: " + string.Join("; ", experiments.Select(static e => $"{e.Name} ({e.Description})")) + ". All of it, if nothing is named.",
    Arity = ArgumentArity.ZeroOrMore,
};
names.AcceptOnlyFromAmong([.. experiments.Select(static e => e.Name)]);
var peers = new Option<bool>("--peers") { Description = "Measure other libraries beside ours, in the same run." };
var only = new Option<string[]>("--only") { Description = "Of the other libraries only these.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. Library.Peers.Select(static peer => peer.Key)]);
var published = new Option<bool>("--published") { Description = "Where it matters (idle, crash), measure ours as published as well: with ReadyToRun, and with native AOT." };
var rounds = new Option<int?>("--rounds") { Description = "How often to measure, in place of each experiment's own number." };
var timeout = new Option<double>("--session-timeout") { Description = "The session timeout in seconds.", DefaultValueFactory = static _ => 2 };
var output = new Option<string>("--output") { Description = "Where to write JSON and plots.", DefaultValueFactory = static _ => Path.Combine(Repository.Root, "artifacts", "bench") };

var command = new RootCommand("Measures LeaderHosting against real ZooKeeper servers, and other libraries beside it.") { names, peers, only, published, rounds, timeout, output };
command.SetAction(async (parsed, _) =>
{
    var chosen = parsed.GetValue(only) ?? [];
    var bench = new Bench(
        parsed.GetValue(peers) ? [.. Library.Peers.Where(peer => chosen.Length == 0 || chosen.Contains(peer.Key, StringComparer.Ordinal))] : [],
        parsed.GetValue(rounds),
        TimeSpan.FromSeconds(parsed.GetValue(timeout)),
        parsed.GetValue(published),
        new PeerPrograms(),
        Console.Error);
    if (bench.Peers.Count > 0)
    {
        await bench.Programs.CompileAsync();
    }

    if (bench.Published)
    {
        await bench.Programs.PublishAsync();
    }

    var folder = Directory.CreateDirectory(parsed.GetValue(output)!).FullName;
    var wanted = parsed.GetValue(names)!;
    var failures = 0;
    foreach (var experiment in experiments.Where(e => wanted.Length == 0 || wanted.Contains(e.Name, StringComparer.Ordinal)))
    {
        var machine = Machine.Now();
        try
        {
            var result = await experiment.RunAsync(bench);
            ResultTable.Write(result, Console.Out);
            Console.WriteLine();
            Console.WriteLine(machine);
            JsonReport.Write(result, machine, folder);
            foreach (var plot in result.Plots)
            {
                SvgPlot.Write(plot, folder);
            }
        }
#pragma warning disable CA1031 // Whatever it is, the other experiments have nothing to do with it, and each may have taken minutes.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failures++;
            await Console.Error.WriteLineAsync($"{experiment.Name} failed: {error}");
        }
    }

    return failures == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
