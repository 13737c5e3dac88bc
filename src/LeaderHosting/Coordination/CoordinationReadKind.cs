namespace LeaderHosting.Coordination;

/// <summary>What a <see cref="CoordinationRead"/> asks for.</summary>
public enum CoordinationReadKind
{
    /// <summary>What <see cref="ICoordinationSession.GetAsync"/> asks for.</summary>
    Node,

    /// <summary>What <see cref="ICoordinationSession.GetChildrenAsync"/> asks for.</summary>
    Children,
}
