using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.Testing.Security;

/// <summary>The ids of the "ip" scheme: an IPv4 address, or a network as <c>address/bits</c>. ZooKeeper knows no IPv6 here.</summary>
internal static class IpRules
{
    public static bool IsValid(string id) => TryParse(id, out _, out _);

    public static bool Matches(string address, string network) =>
        TryParse(network, out var expected, out var mask) && TryParse(address, out var actual, out _) && (expected & mask) == (actual & mask);

    private static bool TryParse(string id, out uint address, out uint mask)
    {
        address = 0;
        mask = uint.MaxValue;
        var parts = id.Split('/', 2);
        var bits = 32;
        if (parts[0].Split('.').Length != 4 || !IPAddress.TryParse(parts[0], out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork
            || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits)) || bits > 32)
        {
            return false;
        }

        address = BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes());
        mask = bits == 0 ? 0 : uint.MaxValue << (32 - bits);
        return true;
    }
}
