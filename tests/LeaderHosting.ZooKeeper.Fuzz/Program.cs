using System.CommandLine;
using LeaderHosting.ZooKeeper.Fuzz;
using LeaderHosting.ZooKeeper.Fuzz.Client;
using LeaderHosting.ZooKeeper.Fuzz.Server;

var target = new Option<string>("--target") { Description = "What hostile bytes are sent to.", DefaultValueFactory = static _ => "client" };
target.AcceptOnlyFromAmong("client", "server");
var seed = new Option<int>("--seed") { Description = "The seed of the first case; each later one adds one.", DefaultValueFactory = static _ => Random.Shared.Next() };
var cases = new Option<int>("--cases") { Description = "End after this many cases; 1 replays the case of a seed.", DefaultValueFactory = static _ => int.MaxValue };
var minutes = new Option<double>("--minutes") { Description = "End after this many minutes.", DefaultValueFactory = static _ => 1 };

var command = new RootCommand("Sends hostile bytes to the ZooKeeper client, or to the server in-process, and checks that neither is impressed.")
{
    target, seed, cases, minutes,
};
command.SetAction(async (parsed, _) =>
{
    var first = parsed.GetValue(seed);
    await Console.Out.WriteLineAsync($"Target {parsed.GetValue(target)}, seed {first}.");
    var run = new FuzzRun(
        parsed.GetValue(target) == "server" ? async () => await ServerTarget.StartAsync() : () => Task.FromResult<IFuzzTarget>(new ClientTarget()),
        Console.Out);
    await run.RunAsync(first, parsed.GetValue(cases), TimeSpan.FromMinutes(parsed.GetValue(minutes)), TimeProvider.System);
    await Console.Out.WriteLineAsync($"cases {run.Cases}, failures {run.Failures}");
    return run.Failures == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
