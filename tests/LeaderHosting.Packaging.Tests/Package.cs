using System.IO.Compression;
using System.Xml.Linq;

namespace LeaderHosting.Packaging.Tests;

/// <summary>A .nupkg or .snupkg file, unzipped into memory.</summary>
internal sealed class Package
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private Package(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            _files.Add(entry.FullName, content.ToArray());
        }

        var nuspec = XDocument.Load(new MemoryStream(_files.Single(static file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value));
        Metadata = nuspec.Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
    }

    /// <summary>What the .nuspec says of it.</summary>
    public XElement Metadata { get; }

    /// <summary>The paths of its files.</summary>
    public IEnumerable<string> Files => _files.Keys;

    /// <summary>Opens the package of this name, whichever its version.</summary>
    /// <param name="folder">The folder it lies in.</param>
    /// <param name="id">Its name, such as <c>LeaderHosting.Testing</c>.</param>
    /// <param name="extension"><c>.nupkg</c>, or <c>.snupkg</c> for the symbols.</param>
    public static Package Open(string folder, string id, string extension = ".nupkg") =>
        new(Assert.Single(Directory.EnumerateFiles(folder, $"{id}.*{extension}"), path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1])));

    /// <summary>The content of a file.</summary>
    public byte[] Read(string path) => _files.TryGetValue(path, out var content)
        ? content
        : throw new FileNotFoundException($"The package has no {path}, but {string.Join(", ", Files)}.");

    /// <summary>An element of the .nuspec.</summary>
    public XElement Element(string name) => Metadata.Elements().Single(element => element.Name.LocalName == name);

    /// <summary>All elements of this name in the .nuspec, however deep.</summary>
    public IEnumerable<XElement> Descendants(string name) => Metadata.Descendants().Where(element => element.Name.LocalName == name);
}
