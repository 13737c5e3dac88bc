using LeaderHosting.TestKit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SchedulerApp.Tests;

/// <summary>The docker-compose.yml of the repository, with its anchors resolved.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object?> _root;

    public ComposeFile()
    {
        using var reader = new StreamReader(Path.Combine(Repository.Root, "docker-compose.yml"));
        var parser = new MergingParser(new Parser(reader));
        _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object?>>(parser);
    }

    public IReadOnlyList<string> Services => Map(_root, "services").Keys.Cast<string>().ToList();

    public IReadOnlyList<string> Volumes => Map(_root, "volumes").Keys.Cast<string>().ToList();

    public Dictionary<object, object?> Service(string name) => Map(Map(_root, "services"), name);

    public Dictionary<string, string> Environment(string service)
        => Map(Service(service), "environment").ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    public IReadOnlyList<string> List(string service, string key) => ((List<object>)Service(service)[key]!).Cast<string>().ToList();

    public static Dictionary<object, object?> Map(Dictionary<object, object?> parent, string key) => (Dictionary<object, object?>)parent[key]!;
}
