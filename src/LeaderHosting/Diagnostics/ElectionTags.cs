using System.Diagnostics;

namespace LeaderHosting.Diagnostics;

/// <summary>The tags that every measurement and span of an election carries.</summary>
/// <remarks>The node is not among them: which process measured is the resource's to say (<c>service.instance.id</c>, or the target of a scrape).</remarks>
internal sealed class ElectionTags
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public ElectionTags(string name, string path)
    {
        _tags = [new(TagNames.ElectionName, name), new(TagNames.ElectionPath, path)];
    }

    /// <summary>The tags themselves.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Span => _tags;

    /// <summary>The tags and one more.</summary>
    public TagList With(string name, object? value) => new(_tags) { { name, value } };

    /// <summary>The tags and two more.</summary>
    public TagList With(string name, object? value, string otherName, object? otherValue) => new(_tags) { { name, value }, { otherName, otherValue } };
}
