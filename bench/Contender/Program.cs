using System.Globalization;
using LeaderHosting.Bench.Contender;
using LeaderHosting.Bench.Contender.Bare;
using LeaderHosting.TestNode;

var settings = ContenderSettings.Parse(args);
var events = new EventWriter();
if (settings.Library == ManyElections.Key)
{
    await new ManyElections(settings, events).RunAsync();
    return;
}

if (settings.Library == BareManyElections.Key)
{
    await new BareManyElections(settings, events).RunAsync();
    return;
}

if (settings.Library is BareElection.HandoverKey or BareElection.WatchKey)
{
    await new BareElection(settings, events).RunAsync();
    return;
}

if (BareProcess.BeatOf(settings) is { } beat)
{
    await new BareProcess(settings, events, beat).RunAsync();
    return;
}

var contenders = new Dictionary<string, HostedContender>(StringComparer.Ordinal);
for (var i = 0; i < settings.Count; i++)
{
    var id = settings.Prefix + i.ToString(CultureInfo.InvariantCulture);
    contenders.Add(id, new HostedContender(settings, id, events));
}

if (settings.Poll)
{
    var first = contenders.First();
    FlagPoll.Start(first.Key, first.Value, events);
}

events.Write($"{settings.Prefix} READY");
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line == Allocations.Command)
    {
        Allocations.Tell(settings.Prefix, events);
    }
    else if (line.Split(' ') is [var command, var id])
    {
        _ = ObeyAsync(command, id);
    }
}

async Task ObeyAsync(string command, string id)
{
    try
    {
        var contender = contenders[id];
        await (command switch
        {
            "join" => contender.JoinAsync(),
            "leave" => contender.LeaveAsync(),
            _ => contender.StopAsync(),
        });
    }
#pragma warning disable CA1031 // Whatever it is, whoever measures must be told.
    catch (Exception error)
#pragma warning restore CA1031
    {
        events.Write($"{id} ERROR {error.GetType().Name}: {error.Message}");
    }
}
