namespace LeaderHosting.Packaging.Tests;

/// <summary>A source that a <see cref="SymbolFile"/> names.</summary>
/// <param name="Path">Where it was compiled.</param>
/// <param name="Hash">SHA-256 of its bytes, in hexadecimal digits.</param>
/// <param name="Text">Its text, when that is in the file of symbols itself.</param>
internal sealed record SymbolSource(string Path, string Hash, string? Text);
