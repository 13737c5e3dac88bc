namespace LeaderHosting.Tests.Election.Machine;

/// <summary>The cells of one phase by name, so that a theory can take them one by one.</summary>
internal sealed class MachineTable : Dictionary<string, MachineCell>
{
    public MachineTable()
        : base(StringComparer.Ordinal)
    {
    }

    public MachineTable(MachineTable cells)
        : base(cells, StringComparer.Ordinal)
    {
    }

    /// <summary>The names, as the data of a theory.</summary>
    public TheoryData<string> Names => [.. Keys];
}
