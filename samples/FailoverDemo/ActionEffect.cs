namespace FailoverDemo;

/// <summary>What an action means for a node that is master.</summary>
internal enum ActionEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Somebody else will have to take over.</summary>
    Disturbs,

    /// <summary>A disturbance is undone.</summary>
    Calms,
}
