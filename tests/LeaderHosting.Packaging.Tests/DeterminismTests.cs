using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>The same sources make the same packages, whoever packs them, and where.</summary>
[Collection(PackagingCollection.Name)]
public sealed class DeterminismTests(PackedLibraries packed)
{
    [Fact]
    public async Task Packed_in_another_folder_the_sources_make_the_same_files_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        var sources = await SourceCopy.CreateAsync(folder.File("another place"));
        Assert.Equal(packed.Sources.Commit, sources.Commit);

        await PackedLibraries.PackAsync(sources);

        foreach (var name in PackedLibraries.Names)
        {
            AssertSame(packed.Open(name), Package.Open(Path.Combine(sources.Folder, "artifacts", "packages"), name));
            AssertSame(packed.OpenSymbols(name), Package.Open(Path.Combine(sources.Folder, "artifacts", "packages"), name, ".snupkg"));
        }
    }

    private static void AssertSame(Package one, Package other)
    {
        // Some versions of the SDK give a part of the package's own format a random name.
        var files = one.Files.Where(static file => !file.EndsWith(".psmdcp", StringComparison.Ordinal) && !file.EndsWith(".rels", StringComparison.Ordinal));

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(one.Read(file).AsSpan().SequenceEqual(other.Read(file)), $"{file} differs."));
    }
}
