using System.Runtime.InteropServices;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>The answer to <c>envi</c>, as far as a server without Java has one.</summary>
internal static class EnvironmentReport
{
    public static string ToText() => $"""
        Environment:
        zookeeper.version={ServerVersion.Text}
        host.name={Environment.MachineName}
        os.name={RuntimeInformation.OSDescription}
        os.arch={RuntimeInformation.OSArchitecture}
        dotnet.version={RuntimeInformation.FrameworkDescription}

        """;
}
