using FluentAssertions;
using MadLab.Streaming.Transports.WebSocket;
using Xunit;

namespace MadLab.Streaming.Tests.Transports.Framing;

public sealed class ClientFramesTests
{
    [Fact]
    public void Take_MaskedFramesHoweverCut_AllInOrder()
    {
        byte[] bytes = [.. Frame(0, true), .. Frame(5, true), .. Frame(125, true), .. Frame(126, true), .. Frame(65_535, true), .. Frame(65_536, true), .. Frame(3, true)];
        var random = new Random(20260101);
        for (var round = 0; round < 50; round++)
        {
            var frames = default(ClientFrames);
            for (var from = 0; from < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - from, round == 0 ? 1 : 1 + random.Next(random.Next(1, 4_000)));
                frames.Take(bytes.AsSpan(from, length)).Should().Be(length);
                from += length;
            }
        }
    }

    [Fact]
    public void Take_UnmaskedFrameAmongOthers_StopsWhereItBegins()
    {
        byte[] before = [.. Frame(5, true), .. Frame(200, true)];
        byte[] bytes = [.. before, .. Frame(4, false), .. Frame(1, true)];

        default(ClientFrames).Take(bytes).Should().Be(before.Length);
    }

    [Fact]
    public void Take_UnmaskedFrameCutInItsHeader_StopsAtOnce()
    {
        var frames = default(ClientFrames);
        frames.Take([0x81]).Should().Be(1, "the mask bit is in the next byte");

        frames.Take([0x05, 1, 2, 3]).Should().Be(0);
    }

    private static byte[] Frame(int payload, bool masked)
    {
        byte[] length = payload switch
        {
            < 126 => [(byte)payload],
            <= ushort.MaxValue => [126, (byte)(payload >> 8), (byte)payload],
            _ => [127, 0, 0, 0, 0, (byte)(payload >> 24), (byte)(payload >> 16), (byte)(payload >> 8), (byte)payload],
        };
        length[0] |= (byte)(masked ? 0x80 : 0);
        return [0x81, .. length, .. new byte[masked ? 4 : 0], .. new byte[payload]];
    }
}
