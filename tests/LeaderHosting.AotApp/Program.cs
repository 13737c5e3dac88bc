using LeaderHosting;
using LeaderHosting.Testing;

// An election on a server in this process: writes what /health says when this node is master, and ends.
await using var server = await ZooKeeperTestServer.StartAsync();
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddZooKeeperLeadership(options => options.ConnectionString = server.ConnectionString);

await using var app = builder.Build();
app.MapLeadershipHealth("/health");
await app.StartAsync();
await app.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync();

using var client = new HttpClient();
Console.WriteLine(await client.GetStringAsync(new Uri($"{app.Urls.First()}/health")));
await app.StopAsync();
