using LeaderHosting.Conformance.Behaviours;

namespace LeaderHosting.IntegrationTests.Conformance;

[Collection(RealServerCollection.Name)]
public sealed class ConnectTests(RealServer server) : ConnectBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class SessionTests(RealServer server) : SessionBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class CreateTests(RealServer server) : CreateBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class DataTests(RealServer server) : DataBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class MultiTests(RealServer server) : MultiBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class WatchTests(RealServer server) : WatchBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class PersistentWatchTests(RealServer server) : PersistentWatchBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class SetWatchesTests(RealServer server) : SetWatchesBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class AclTests(RealServer server) : AclBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class ContainerTests(RealServer server) : ContainerBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class HostileTests(RealServer server) : HostileBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class OtherTests(RealServer server) : OtherBehaviours(server);

[Collection(RealServerCollection.Name)]
public sealed class ProductClientTests(RealServer server) : ProductClientBehaviours(server);
