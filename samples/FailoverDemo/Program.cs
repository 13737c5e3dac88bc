using System.CommandLine;
using FailoverDemo;
using FailoverDemo.Terminal;
using LeaderHosting.ZooKeeper;

var script = new Option<bool>("--script") { Description = "Play a fixed story instead of taking keys, and sum it up." };
var zooKeeper = new Option<string?>("--zookeeper")
{
    Description = "Use these servers instead of one inside the demo.",
    HelpName = "host:port,host:port/chroot",
};
zooKeeper.Validators.Add(static option =>
{
    if (!ZooKeeperConnectionString.TryParse(option.GetValueOrDefault<string>(), out _, out var error))
    {
        option.AddError($"--zookeeper: {error}");
    }
});
var command = new RootCommand("Three processes of samples/SchedulerApp, one of them master at a time: kill it, freeze it, cut it off, and see the next one take over.")
{
    script,
    zooKeeper,
};
command.SetAction(parsed => Stage.RunAsync(new DemoSettings(parsed.GetValue(zooKeeper), parsed.GetValue(script))));

// Signals are the stage's to handle: it has processes to end first.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
