using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json;

namespace LeaderHosting.Packaging.Tests;

/// <summary>A portable .pdb file: which sources it names, where they can be had, and which of them it has in itself.</summary>
internal sealed class SymbolFile : IDisposable
{
    // The kinds of "custom debug information" of the format: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;

    public SymbolFile(byte[] content)
    {
        _provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(content));
        _reader = _provider.GetMetadataReader();
        Sources = [.. _reader.Documents.Select(Read)];
    }

    /// <summary>The sources, in the order of the file.</summary>
    public IReadOnlyList<SymbolSource> Sources { get; }

    /// <summary>What the assembly that belongs to it names, too.</summary>
    public BlobContentId Id => new(_reader.DebugMetadataHeader!.Id);

    /// <summary>Where sources can be had: from a pattern of paths to one of addresses. Empty when the file does not say.</summary>
    public IReadOnlyDictionary<string, string> SourceLink =>
        Information(EntityHandle.ModuleDefinition, SourceLinkKind) is { } json
            ? JsonDocument.Parse(json).RootElement.GetProperty("documents").EnumerateObject()
                .ToDictionary(static entry => entry.Name, static entry => entry.Value.GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    public void Dispose() => _provider.Dispose();

    private SymbolSource Read(DocumentHandle handle)
    {
        var document = _reader.GetDocument(handle);
        return new SymbolSource(
            _reader.GetString(document.Name),
            Convert.ToHexString(_reader.GetBlobBytes(document.Hash)),
            Information(handle, EmbeddedSourceKind) is { } blob ? Unpack(blob) : null);
    }

    private byte[]? Information(EntityHandle owner, Guid kind)
    {
        foreach (var handle in _reader.GetCustomDebugInformation(owner))
        {
            var information = _reader.GetCustomDebugInformation(handle);
            if (_reader.GetGuid(information.Kind) == kind)
            {
                return _reader.GetBlobBytes(information.Value);
            }
        }

        return null;
    }

    // The size when unpacked, or zero for a text that is not packed; then the text.
    private static string Unpack(byte[] blob)
    {
        var text = new MemoryStream(blob, sizeof(int), blob.Length - sizeof(int));
        using var reader = new StreamReader(
            BitConverter.ToInt32(blob) == 0 ? text : new DeflateStream(text, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
