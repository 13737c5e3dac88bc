namespace LeaderHosting.Testing.Security;

/// <summary>What a connection has shown of who it is: its address (scheme "ip"), or a user and password (scheme "digest").</summary>
internal readonly record struct Credential(string Scheme, string Id)
{
    /// <summary>The readable part of the id, as <c>whoAmI</c> shows it.</summary>
    public string User => Scheme == "digest" ? Id.Split(':')[0] : Id;
}
