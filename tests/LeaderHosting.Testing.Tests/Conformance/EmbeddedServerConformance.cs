using LeaderHosting.Conformance.Behaviours;

namespace LeaderHosting.Testing.Tests.Conformance;

[Collection(EmbeddedServerCollection.Name)]
public sealed class ConnectTests(EmbeddedServer server) : ConnectBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class SessionTests(EmbeddedServer server) : SessionBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class CreateTests(EmbeddedServer server) : CreateBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class DataTests(EmbeddedServer server) : DataBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class MultiTests(EmbeddedServer server) : MultiBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class WatchTests(EmbeddedServer server) : WatchBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class PersistentWatchTests(EmbeddedServer server) : PersistentWatchBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class SetWatchesTests(EmbeddedServer server) : SetWatchesBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class AclTests(EmbeddedServer server) : AclBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class ContainerTests(EmbeddedServer server) : ContainerBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class HostileTests(EmbeddedServer server) : HostileBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class OtherTests(EmbeddedServer server) : OtherBehaviours(server);

[Collection(EmbeddedServerCollection.Name)]
public sealed class ProductClientTests(EmbeddedServer server) : ProductClientBehaviours(server);
