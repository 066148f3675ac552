using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MadLab.Benchmarks.Shared;

/// <summary>Waits for many sockets on one thread, which costs the client side next to nothing.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Readable = 1;
    private const int MaxEvents = 512;

    // The kernel packs its struct on x64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Size = DataOffset + 8;

    private readonly byte[] _events = new byte[MaxEvents * 16];
    private readonly int _epoll = NativeMethods.EpollCreate(0);

    /// <summary>Watches a socket; <paramref name="index"/> is what a wait returns for it.</summary>
    public void Watch(int descriptor, int index)
    {
        Span<byte> change = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(change, Readable);
        BinaryPrimitives.WriteUInt64LittleEndian(change[DataOffset..], (ulong)index);
        fixed (byte* pointer = change)
        {
            if (NativeMethods.EpollControl(_epoll, Add, descriptor, pointer) != 0)
            {
                throw new MeasurementException($"epoll_ctl failed with error {Marshal.GetLastPInvokeError()}.");
            }
        }
    }

    /// <summary>The sockets that have something to read, within that time.</summary>
    public ReadOnlySpan<int> Wait(Span<int> indices, int milliseconds)
    {
        int count;
        fixed (byte* pointer = _events)
        {
            count = NativeMethods.EpollWait(_epoll, pointer, Math.Min(MaxEvents, indices.Length), milliseconds);
        }

        for (var i = 0; i < count; i++)
        {
            indices[i] = (int)BinaryPrimitives.ReadUInt64LittleEndian(_events.AsSpan((i * Size) + DataOffset));
        }

        return indices[..Math.Max(0, count)];
    }

    public void Dispose() => _ = NativeMethods.Close(_epoll);
}
