using MadLab.Streaming.Tests.Support;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>Frames of a client as bytes: right ones, wrong ones, and right ones with damage.</summary>
internal sealed class FrameGenerator(Random random, int maxMessageBytes)
{
    private static readonly int[] Closes = [0, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1012, 1015, 2999, 3000, 4999, 5000, 65535];

    private readonly MessageGenerator _messages = new(random);

    /// <summary>The next case.</summary>
    /// <param name="isInMessage">Whether a message is open, so that a continuation is what fits.</param>
    public byte[] Next(bool isInMessage)
    {
        if (isInMessage && random.Next(10) > 0)
        {
            return Frame(RawFrames.Continuation, random.Next(3) == 0 ? [] : "  "u8, fin: random.Next(3) > 0);
        }

        var frames = random.Next(100) switch
        {
            < 45 => Message(RawFrames.Text, Content()),
            < 50 => Message(RawFrames.Binary, Noise(random.Next(100))),
            < 65 => Frame(RawFrames.Ping, Noise(random.Next(126))),
            < 75 => Frame(RawFrames.Pong, Noise(random.Next(126))),
            < 80 => Frame(RawFrames.Text, Content(), fin: false),
            < 81 => Frame(random.Next(16), Noise(random.Next(200)), reserved: random.Next(8)),
            < 82 => Frame(RawFrames.Ping + random.Next(2), Noise(random.Next(300)), fin: random.Next(2) == 0),
            < 84 => Message(RawFrames.Text, Noise(random.Next(1, 60))),
            < 85 => Message(RawFrames.Text, Spaces(random.Next(maxMessageBytes - 2, maxMessageBytes + 3))),
            < 86 => Frame(RawFrames.Text, Spaces(random.Next(50)), claim: (ulong)random.NextInt64(long.MinValue, long.MaxValue)),
            < 88 => Frame(RawFrames.Close, random.Next(3) == 0 ? Noise(random.Next(4)) : RawFrames.CloseBody(Closes[random.Next(Closes.Length)], "bye"u8)),
            < 89 => Frame(RawFrames.Continuation, Content()),
            _ => [],
        };
        return frames.Length > 0 ? frames : _messages.Damage(Message(RawFrames.Text, Content()));
    }

    private byte[] Content() => random.Next(3) switch
    {
        0 => """{"type":"ping"}"""u8.ToArray(),
        1 => """{"type":"heartbeat_response"}"""u8.ToArray(),
        _ => _messages.Next(),
    };

    // In one frame or in several, with control frames between them.
    private byte[] Message(int opcode, byte[] payload)
    {
        if (random.Next(3) > 0)
        {
            return Frame(opcode, payload);
        }

        List<byte> frames = [];
        for (var at = 0; at < payload.Length;)
        {
            var size = Math.Min(random.Next(1, 1 + (payload.Length / 2) + 1), payload.Length - at);
            frames.AddRange(Frame(at == 0 ? opcode : RawFrames.Continuation, payload.AsSpan(at, size), fin: at + size == payload.Length));
            at += size;
            if (at < payload.Length && random.Next(3) == 0)
            {
                frames.AddRange(Frame(RawFrames.Ping + random.Next(2), Noise(random.Next(10))));
            }
        }

        return [.. frames];
    }

    private byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool fin = true, int reserved = 0, ulong? claim = null) =>
        RawFrames.Make(opcode, payload, fin, reserved, mask: (uint)random.NextInt64(uint.MaxValue), claim: claim);

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Spaces(int length)
    {
        var spaces = new byte[length];
        Array.Fill(spaces, (byte)' ');
        return spaces;
    }
}
