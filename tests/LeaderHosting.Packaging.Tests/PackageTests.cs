using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>What is in the packages, and what they ask for.</summary>
[Collection(PackagingCollection.Name)]
public sealed class PackageTests(PackedLibraries packed)
{
    private static readonly byte[] PngSignature = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    public static TheoryData<string> Names => [.. PackedLibraries.Names];

    /// <summary>By package: those of this repository, and others.</summary>
    public static TheoryData<string, string[], string[]> Dependencies => new()
    {
        { "LeaderHosting.ZooKeeper", [], ["Microsoft.Extensions.Logging.Abstractions"] },
        {
            "LeaderHosting",
            ["LeaderHosting.ZooKeeper"],
            [
                "Microsoft.Extensions.Diagnostics",
                "Microsoft.Extensions.Diagnostics.HealthChecks",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Options.ConfigurationExtensions",
            ]
        },
        { "LeaderHosting.AspNetCore", ["LeaderHosting"], [] },
        { "LeaderHosting.Testing", ["LeaderHosting", "LeaderHosting.ZooKeeper"], ["Microsoft.Extensions.Hosting.Abstractions"] },
    };

    [Fact]
    public void There_are_these_packages_each_with_one_of_symbols_and_packing_warns_of_nothing()
    {
        Assert.Equal(
            PackedLibraries.Names
                .SelectMany(static name => new[] { $"{name}.{PackedLibraries.Version}.nupkg", $"{name}.{PackedLibraries.Version}.snupkg" })
                .Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(packed.Log, static line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_holds_one_assembly_its_documentation_a_readme_and_an_icon(string name)
    {
        var package = packed.Open(name);

        Assert.Equal(
            ["README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
            package.Files.Where(static file => !IsOfTheFormat(file)).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "src", name, "README.md")), package.Read("README.md"));
        Assert.Equal("README.md", package.Element("readme").Value);
        Assert.Equal("icon.png", package.Element("icon").Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_icon_is_a_picture_of_the_size_that_package_managers_show(string name)
    {
        var icon = packed.Open(name).Read("icon.png");

        Assert.Equal(PngSignature, icon[..8]);
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_what_it_is_under_which_license_and_from_which_commit(string name)
    {
        var package = packed.Open(name);
        var repository = package.Element("repository");

        Assert.Equal((name, PackedLibraries.Version), (package.Element("id").Value, package.Element("version").Value));
        Assert.Equal(("expression", "Apache-2.0"), (package.Element("license").Attribute("type")!.Value, package.Element("license").Value));
        Assert.InRange(package.Element("description").Value.Length, 40, 300);
        Assert.Contains("zookeeper", package.Element("tags").Value.Split(' '));
        Assert.Equal(
            ("git", PackedLibraries.RepositoryUrl, packed.Sources.Commit),
            (repository.Attribute("type")!.Value, repository.Attribute("url")!.Value, repository.Attribute("commit")!.Value));
    }

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void A_package_depends_on_these_and_on_no_others(string name, string[] own, string[] others)
    {
        var package = packed.Open(name);

        Assert.Equal("net10.0", Assert.Single(package.Descendants("group"), static group => group.Parent!.Name.LocalName == "dependencies").Attribute("targetFramework")!.Value);
        Assert.Equal(
            own.Select(static id => (id, PackedLibraries.Version)).Concat(others.Select(static id => (id, CentralVersion(id)))).Order(),
            package.Descendants("dependency").Select(static element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value)).Order());
        Assert.Equal(
            name == "LeaderHosting.AspNetCore" ? ["Microsoft.AspNetCore.App"] : [],
            package.Descendants("frameworkReference").Select(static element => element.Attribute("name")!.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_type_is_documented(string name)
    {
        var package = packed.Open(name);
        using var assembly = new PEReader(new MemoryStream(package.Read($"lib/net10.0/{name}.dll")));
        var metadata = assembly.GetMetadataReader();
        var publicTypes = metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(static type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Select(type => $"T:{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");

        var documented = XDocument.Load(new MemoryStream(package.Read($"lib/net10.0/{name}.xml"))).Descendants("member")
            .Where(static member => member.Elements().Any())
            .Select(static member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(publicTypes);
        Assert.All(publicTypes, type => Assert.Contains(type, documented));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_in_a_package_names_a_folder_of_this_machine(string name)
    {
        foreach (var package in new[] { packed.Open(name), packed.OpenSymbols(name) })
        {
            foreach (var file in package.Files)
            {
                foreach (var folder in new[] { packed.Workplace, Repository.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/" })
                {
                    Assert.Equal((file, folder, -1), (file, folder, package.Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder))));
                    Assert.Equal((file, folder, -1), (file, folder, package.Read(file).AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder))));
                }
            }
        }
    }

    // The parts of every package: https://en.wikipedia.org/wiki/Open_Packaging_Conventions
    private static bool IsOfTheFormat(string file) =>
        file is "[Content_Types].xml" or "_rels/.rels" || file.EndsWith(".nuspec", StringComparison.Ordinal) || file.EndsWith(".psmdcp", StringComparison.Ordinal);

    private static string CentralVersion(string id) =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(element => element.Attribute("Include")!.Value == id).Attribute("Version")!.Value;
}
