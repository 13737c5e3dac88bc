using System.Globalization;

namespace LeaderHosting.Election;

/// <summary>
/// The name of a candidate's znode, as Curator's <c>LeaderLatch</c> makes it: <c>_c_&lt;guid&gt;-latch-&lt;sequence&gt;</c>. The GUID, made by the
/// candidate, lets it find its node again when the answer to the create was lost (<c>CreateBuilder.withProtection</c>).
/// </summary>
/// <param name="Value">The whole name.</param>
/// <param name="Sequence">The number that the server appended. It only grows.</param>
internal readonly record struct CandidateName(string Value, long Sequence) : IComparable<CandidateName>
{
    private const string ProtectionPrefix = "_c_";
    private const string Infix = "-latch-";

    /// <summary>The path to create, to which the server appends the sequence number.</summary>
    /// <param name="path">The election path.</param>
    /// <param name="id">The GUID.</param>
    public static string PathPrefixOf(string path, string id) => $"{path}/{ProtectionPrefix}{id}{Infix}";

    /// <summary>
    /// The path that the server will make of a prefix if no child of the election path is created before: it appends how many were ever created, ten digits wide
    /// (<c>PrepRequestProcessor.pRequest2TxnCreate</c>).
    /// </summary>
    /// <param name="prefix">The path to create.</param>
    /// <param name="childVersion">
    /// The <c>cversion</c> of the election path when it had no child: each has been counted twice then, when it came and when it went. A negative one has overflowed, as a number of 32 bits; half of it has not.
    /// </param>
    public static string ForetellFirst(string prefix, int childVersion) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{(uint)childVersion / 2:D10}");

    /// <summary>Whether it has been made with a GUID.</summary>
    public bool Has(string id) =>
        Value.AsSpan(ProtectionPrefix.Length, Value.LastIndexOf(Infix, StringComparison.Ordinal) - ProtectionPrefix.Length).SequenceEqual(id);

    /// <summary>Reads a child's name; false when it is no candidate's.</summary>
    public static bool TryParse(string name, out CandidateName candidate)
    {
        candidate = default;
        if (!name.StartsWith(ProtectionPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        // As Curator's StandardLockInternalsDriver.fixForSorting: what stands behind the last "latch-" is the number.
        var infix = name.LastIndexOf(Infix, StringComparison.Ordinal);
        if (infix <= ProtectionPrefix.Length
            || !long.TryParse(name.AsSpan(infix + Infix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        candidate = new CandidateName(name, sequence);
        return true;
    }

    /// <summary>Whether a name that did not come from the server can be one of a znode: a candidate's name, in the characters that candidates use.</summary>
    public static bool IsPlain(string name) =>
        TryParse(name, out _) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <inheritdoc/>
    public int CompareTo(CandidateName other)
    {
        var bySequence = Sequence.CompareTo(other.Sequence);
        return bySequence != 0 ? bySequence : string.CompareOrdinal(Value, other.Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
