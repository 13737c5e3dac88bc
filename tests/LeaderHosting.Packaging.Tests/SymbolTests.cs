using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>Who debugs an application sees the sources of the very build that is in the package.</summary>
[Collection(PackagingCollection.Name)]
public sealed class SymbolTests(PackedLibraries packed)
{
    private const string Root = "/_/";

    public static TheoryData<string> Names => [.. PackedLibraries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_symbols_are_those_of_the_assembly(string name)
    {
        using var assembly = new PEReader(new MemoryStream(packed.Open(name).Read($"lib/net10.0/{name}.dll")));
        using var symbols = OpenSymbols(name);
        var entry = assembly.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView);

        Assert.True(entry.IsPortableCodeView);
        Assert.Equal(symbols.Id, new BlobContentId(assembly.ReadCodeViewDebugDirectoryData(entry).Guid, entry.Stamp));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_source_can_be_had_from_the_repository_or_is_in_the_symbols(string name)
    {
        using var symbols = OpenSymbols(name);
        var link = Assert.Single(symbols.SourceLink);

        Assert.Equal(
            ($"{Root}*", $"https://raw.githubusercontent.com/example/leaderhosting/{packed.Sources.Commit}/*"),
            (link.Key, link.Value));
        Assert.All(symbols.Sources, static source => Assert.StartsWith(Root, source.Path, StringComparison.Ordinal));

        var linked = symbols.Sources.Where(static source => source.Text is null).ToList();
        Assert.NotEmpty(linked);
        Assert.All(linked, source => Assert.Equal((source.Path, HashOf(source)), (source.Path, source.Hash)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sources_in_the_symbols_name_no_folder_of_this_machine(string name)
    {
        using var symbols = OpenSymbols(name);
        var embedded = symbols.Sources.Where(static source => source.Text is not null).ToList();

        Assert.NotEmpty(embedded);
        Assert.All(embedded, source => Assert.DoesNotContain(packed.Workplace, source.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_remote_a_plain_pack_links_the_sources_to_it()
    {
        using var folder = new TemporaryFolder();
        var sources = await SourceCopy.CreateAsync(folder.File("clone"), "https://github.com/example/elsewhere.git");

        var log = await DotnetCommand.RunAsync(["pack", "src/LeaderHosting.ZooKeeper", "--output", folder.File("packages")], sources.Folder);

        Assert.DoesNotContain(log, static line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));
        Assert.NotNull(Package.Open(folder.File("packages"), "LeaderHosting.ZooKeeper").Read("lib/net10.0/LeaderHosting.ZooKeeper.dll"));
        using var symbols = new SymbolFile(
            Package.Open(folder.File("packages"), "LeaderHosting.ZooKeeper", ".snupkg").Read("lib/net10.0/LeaderHosting.ZooKeeper.pdb"));
        Assert.Equal(
            $"https://raw.githubusercontent.com/example/elsewhere/{sources.Commit}/*",
            Assert.Single(symbols.SourceLink).Value);
    }

    private SymbolFile OpenSymbols(string name) => new(packed.OpenSymbols(name).Read($"lib/net10.0/{name}.pdb"));

    // Of the file that the link leads to.
    private string HashOf(SymbolSource source) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(packed.Sources.Folder, source.Path[Root.Length..]))));
}
