namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>A server in read-only mode was found, which the options do not allow; another must be tried.</summary>
internal sealed class ReadOnlyServerException() : Exception("The server is in read-only mode, and AllowReadOnly is off.");
