namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>What can be done to a packet on its way.</summary>
public enum DistortionKind
{
    /// <summary>Nothing: it arrives as it was sent.</summary>
    None,

    /// <summary>Some of its bits are turned round.</summary>
    FlipBits,

    /// <summary>Four of its bytes become a number that is often mistreated: negative, the largest, the limit of a packet.</summary>
    PlantNumber,

    /// <summary>The length in front of it becomes such a number.</summary>
    PlantLength,

    /// <summary>Bytes are missing at its end, and the length in front of it says so.</summary>
    Shorten,

    /// <summary>Bytes are missing at its end, and the length in front of it does not say so.</summary>
    CutOff,

    /// <summary>Bytes that do not belong to it follow at its end, and the length in front of it says so.</summary>
    Lengthen,

    /// <summary>It arrives twice.</summary>
    Duplicate,

    /// <summary>It arrives after the one that was sent next.</summary>
    Delay,

    /// <summary>It never arrives.</summary>
    Drop,

    /// <summary>Random bytes arrive ahead of it.</summary>
    InsertNoise,

    /// <summary>A packet of random bytes arrives in its place.</summary>
    Replace,
}
