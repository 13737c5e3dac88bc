namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>What the server calls itself. Clients read the number and take it for the protocol they may speak.</summary>
internal static class ServerVersion
{
    public const string Text = "3.8.4-LeaderHosting.Testing, built on 1970-01-01 00:00 UTC";
}
