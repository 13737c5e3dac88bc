using System.CommandLine;
using LeaderHosting.Chaos;
using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Faults;

var seed = new Option<int>("--seed") { Description = "Makes the faults; the same seed makes the same.", DefaultValueFactory = static _ => Random.Shared.Next() };
var faults = new Option<int>("--faults") { Description = "End after this many faults.", DefaultValueFactory = static _ => int.MaxValue };
var minutes = new Option<double?>("--minutes") { Description = "End after this many minutes (3, if --faults is not given either)." };
var lease = new Option<string>("--lease") { Description = "The rule of the lease; with the naive one overlaps must be found.", DefaultValueFactory = static _ => "proved" };
lease.AcceptOnlyFromAmong("proved", "naive");
var nodes = new Option<int>("--nodes") { Description = "How many candidates.", DefaultValueFactory = static _ => 5 };
var sessionTimeout = new Option<double>("--session-timeout") { Description = "The session timeout in seconds.", DefaultValueFactory = static _ => 3 };
var grace = new Option<double>("--grace") { Description = "Seconds, besides a session timeout and a tick, in which somebody has to lead.", DefaultValueFactory = static _ => 5 };
var soak = new Option<bool>("--soak") { Description = "Let the candidates' processes live, and watch that they use no more and more memory, handles and threads." };
var keep = new Option<string?>("--keep") { Description = "Keep the logs in this folder." };

var command = new RootCommand("Breaks a real ZooKeeper ensemble and real candidates at random, and checks that no two lead and that one always does.")
{
    seed, faults, minutes, lease, nodes, sessionTimeout, grace, soak, keep,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    var limited = parsed.GetResult(faults) is { Implicit: false };
    var options = new ChaosOptions
    {
        Seed = parsed.GetValue(seed),
        Faults = parsed.GetValue(faults),
        Duration = parsed.GetValue(minutes) is { } given ? TimeSpan.FromMinutes(given) : limited ? TimeSpan.MaxValue : TimeSpan.FromMinutes(3),
        Lease = parsed.GetValue(lease)!,
        Nodes = parsed.GetValue(nodes),
        SessionTimeout = TimeSpan.FromSeconds(parsed.GetValue(sessionTimeout)),
        Grace = TimeSpan.FromSeconds(parsed.GetValue(grace)),
        EndProcesses = !parsed.GetValue(soak),
        Keep = parsed.GetValue(keep),
    };
    Console.WriteLine($"Seed {options.Seed}, {options.Nodes} candidates, session timeout {options.SessionTimeout.TotalSeconds} s, {options.Lease} lease.");
    var schedule = new FaultSchedule(options.Seed, options.SessionTimeout, options.EndProcesses);
    var history = await new ChaosRun(options, schedule, Console.Out).RunAsync(cancellationToken);
    var broken = Checker.Check(history);
    Report.Write(history, broken, Console.Out);
    return broken.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
