using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace MadLab.Streaming.Connections;

/// <summary>What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network, since one customer has them all.</summary>
internal readonly record struct AddressKey(bool IsV6, ulong Bits)
{
    public static AddressKey Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new AddressKey(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new AddressKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
