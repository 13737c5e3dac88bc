namespace LeaderHosting.Testing;

/// <summary>What a request asks for. The values are the protocol's (<c>ZooDefs.OpCode</c>).</summary>
public enum RequestKind
{
    /// <summary>Create a node and tell its path.</summary>
    Create = 1,

    /// <summary>Delete a node.</summary>
    Delete = 2,

    /// <summary>Tell whether a node exists.</summary>
    Exists = 3,

    /// <summary>Read a node's data.</summary>
    GetData = 4,

    /// <summary>Write a node's data.</summary>
    SetData = 5,

    /// <summary>Read a node's access control list.</summary>
    GetAcl = 6,

    /// <summary>Write a node's access control list.</summary>
    SetAcl = 7,

    /// <summary>List a node's children.</summary>
    GetChildren = 8,

    /// <summary>Let the server catch up with the ensemble's leader.</summary>
    Sync = 9,

    /// <summary>Show a sign of life.</summary>
    Ping = 11,

    /// <summary>List a node's children and tell its stat.</summary>
    GetChildren2 = 12,

    /// <summary>Compare a node's version.</summary>
    Check = 13,

    /// <summary>Carry out several writes, or none.</summary>
    Multi = 14,

    /// <summary>Create a node and tell its path and stat.</summary>
    Create2 = 15,

    /// <summary>Change the ensemble.</summary>
    Reconfig = 16,

    /// <summary>Tell whether a node is watched.</summary>
    CheckWatches = 17,

    /// <summary>Stop watching a node.</summary>
    RemoveWatches = 18,

    /// <summary>Create a container.</summary>
    CreateContainer = 19,

    /// <summary>Delete an empty container. Meant for servers only.</summary>
    DeleteContainer = 20,

    /// <summary>Create a node with a time to live.</summary>
    CreateTtl = 21,

    /// <summary>Read several nodes.</summary>
    MultiRead = 22,

    /// <summary>Show who the client is.</summary>
    Auth = 100,

    /// <summary>Set watches again after a reconnect.</summary>
    SetWatches = 101,

    /// <summary>Show who the client is, by SASL.</summary>
    Sasl = 102,

    /// <summary>List the session's ephemeral nodes.</summary>
    GetEphemerals = 103,

    /// <summary>Count the nodes below a node.</summary>
    GetAllChildrenNumber = 104,

    /// <summary>Set watches again after a reconnect, persistent ones too.</summary>
    SetWatches2 = 105,

    /// <summary>Watch a node until further notice.</summary>
    AddWatch = 106,

    /// <summary>Tell who the client is.</summary>
    WhoAmI = 107,

    /// <summary>End the session.</summary>
    CloseSession = -11,
}
