namespace LeaderHosting.ZooKeeper;

/// <summary>One entry of a node's access control list: who may do what.</summary>
/// <param name="Permissions">What is allowed.</param>
/// <param name="Scheme">How the identity is proved: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c>, <c>sasl</c>.</param>
/// <param name="Id">Who, in the terms of the scheme: <c>anyone</c> for <c>world</c>, <c>user:hash</c> for <c>digest</c>
/// (see <c>DigestAuth</c>), an address or network for <c>ip</c>.</param>
/// <remarks>A list does not pass to children: each node has its own.</remarks>
public readonly record struct Acl(AclPermissions Permissions, string Scheme, string Id);
