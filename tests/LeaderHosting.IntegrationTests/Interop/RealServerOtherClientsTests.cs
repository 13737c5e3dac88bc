using LeaderHosting.IntegrationTests.Conformance;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Interop;

/// <summary>On a real ZooKeeper: that the programs expect what is so.</summary>
[Collection(RealServerCollection.Name)]
public sealed class RealServerOtherClientsTests(RealServer server, ITestOutputHelper output) : OtherClientsTests(output)
{
    protected override string ConnectionString => server.EndPoint.ToString();
}
