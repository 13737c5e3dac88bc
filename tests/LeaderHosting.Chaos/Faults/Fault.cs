using System.Globalization;

namespace LeaderHosting.Chaos.Faults;

/// <summary>A fault as it is planned.</summary>
/// <param name="Kind">What.</param>
/// <param name="Aim">To whom.</param>
/// <param name="Number">Chooses among those that it may hit; also when the one that it is aimed at is not to be found.</param>
/// <param name="After">When it begins, from the start of its round.</param>
/// <param name="Lasts">How long it lasts.</param>
/// <param name="Strength">How bad it is, from 0 to 1: the loss or delay of a link, the direction of a cut, the way a process goes down.</param>
internal sealed record Fault(FaultKind Kind, Aim Aim, int Number, TimeSpan After, TimeSpan Lasts, double Strength)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"+{After.TotalSeconds:0.0} s {Kind} of {Aim} #{Number} for {Lasts.TotalSeconds:0.0} s, strength {Strength:0.00}");
}
