namespace FailoverDemo;

/// <summary>What an event is about.</summary>
internal enum EventKind
{
    /// <summary>Something was done to a node.</summary>
    Action,

    /// <summary>A node is master.</summary>
    Handover,

    /// <summary>Something to know.</summary>
    Note,

    /// <summary>The promise was broken.</summary>
    Violation,
}
