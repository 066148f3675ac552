using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>One connection of the frame fuzz: it sends cases in bursts and holds each answer against the two models.</summary>
internal sealed class FrameDialogue(RawSocket raw, Random random, int maxMessageBytes, int maxSymbols, int maxBadMessages)
{
    // Fewer than the answers the server keeps for a client that does not read.
    private const int MostAnswers = 40;

    private readonly ReferenceReceiver _wire = new(maxMessageBytes);
    private readonly ContractModel _contract = new(maxSymbols, maxBadMessages);
    private readonly FrameGenerator _frames = new(random, maxMessageBytes);
    private readonly List<byte> _burst = [];
    private readonly List<string> _expected = [];
    private int _judged;

    /// <summary>The last bytes sent, for the message of a failure.</summary>
    public string LastBurst => Convert.ToHexString([.. _burst]);

    private bool IsOver => _wire.IsClosed || _contract.IsClosed || _wire.IsUnspecified;

    /// <summary>Talks until the server must close or the cases run out; returns how many cases it took.</summary>
    public async Task<int> RunAsync(int cases)
    {
        var done = 0;
        while (done < cases && !IsOver)
        {
            _burst.Clear();
            _expected.Clear();
            _wire.Pings.Clear();
            for (var left = random.Next(1, 25); left > 0 && done < cases && !IsOver && _expected.Count < MostAnswers; left--)
            {
                done++;
                Say(_frames.Next(_wire.IsInMessage));
            }

            FinishFrame();
            await SendAsync();
            if (_wire.IsUnspecified)
            {
                break;
            }

            if (IsOver)
            {
                await ExpectCloseAsync();
            }
            else
            {
                await ExpectAnswersAsync();
            }
        }

        return done;
    }

    private void Say(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (IsOver)
            {
                return;
            }

            Say(next);
        }
    }

    private void Say(byte next)
    {
        _burst.Add(next);
        _wire.Take(next);
        for (; _judged < _wire.Messages.Count && !_contract.IsClosed; _judged++)
        {
            var (isText, payload) = _wire.Messages[_judged];
            if (_contract.Take(isText, payload) is { } answer)
            {
                _expected.Add(answer);
            }
        }
    }

    // What the server needs to decide; and a barrier, whose answer says that it has taken all before.
    private void FinishFrame()
    {
        while (_wire.Owed > 0 && !_contract.IsClosed)
        {
            Say((byte)('x' ^ _wire.NextKey));
        }

        if (_wire.IsClosed && _wire.Codes[0] == 1007 && _wire.IsInMessage)
        {
            // A server may look at a text when it is whole.
            foreach (var next in RawFrames.Make(RawFrames.Continuation, "x"u8))
            {
                Say(next);
            }
        }

        if (!IsOver)
        {
            var barrier = new byte[16];
            random.NextBytes(barrier);
            Say(RawFrames.Make(RawFrames.Ping, barrier));
        }
    }

    private async Task SendAsync()
    {
        var bytes = _burst.ToArray();
        for (var at = 0; at < bytes.Length;)
        {
            var size = random.Next(4) == 0 ? random.Next(1, bytes.Length - at + 1) : bytes.Length - at;
            try
            {
                await raw.SendAsync(bytes.AsMemory(at, size));
            }
            catch (IOException) when (_wire.IsUnspecified || IsFailure(_wire.Codes))
            {
                // The server had enough before the end; what it said of it is still there to read.
                return;
            }

            at += size;
        }
    }

    private async Task ExpectAnswersAsync()
    {
        var barrier = _wire.Pings[^1];
        var answers = new List<string>();
        for (var isThrough = false; !isThrough || answers.Count < _expected.Count;)
        {
            var (opcode, payload) = await raw.ReadFrameAsync();
            opcode.Should().BeOneOf([RawFrames.Text, RawFrames.Pong], "nothing was wrong, but it closed with {0}", RawFrames.CodeOf(payload));
            if (opcode == RawFrames.Pong)
            {
                TakePong(payload);
                isThrough |= payload.AsSpan().SequenceEqual(barrier);
            }
            else
            {
                answers.Add(Shape(payload));
            }
        }

        answers.Should().Equal(_expected);
    }

    private async Task ExpectCloseAsync()
    {
        IReadOnlyList<int> codes = _contract.IsClosed ? [1008] : _wire.Codes;
        var answers = new List<string>();
        var (opcode, payload) = await raw.ReadFrameAsync();
        for (; opcode is RawFrames.Text or RawFrames.Pong; (opcode, payload) = await raw.ReadFrameAsync())
        {
            if (opcode == RawFrames.Pong)
            {
                TakePong(payload);
            }
            else
            {
                answers.Add(Shape(payload));
            }
        }

        opcode.Should().Be(RawFrames.Close, "the client is told, by one of {0}", string.Join('/', codes));
        var code = RawFrames.CodeOf(payload) ?? 0;
        codes.Should().Contain(code, "that is what is wrong");
        answers.Should().Equal(_expected);
        if (code is 1008 or 1009 && !_wire.IsClosedByClient && _wire.IsBetweenFrames)
        {
            await raw.SendFrameAsync(RawFrames.Close, payload);
        }

        raw.EndSending();
        (await raw.ReadFrameAsync()).Opcode.Should().Be(-1, "a closed connection ends");
    }

    // Not every ping must be answered, but in order and by what it carried.
    private void TakePong(byte[] payload)
    {
        var at = _wire.Pings.FindIndex(ping => ping.AsSpan().SequenceEqual(payload));
        at.Should().BeGreaterThanOrEqualTo(0, "a pong answers a ping");
        if (payload.Length > 4)
        {
            _wire.Pings.RemoveRange(0, at);
        }
    }

    // What the server ends at once and need not wait for a close of the client's.
    private static bool IsFailure(IReadOnlyList<int> codes) => codes.Contains(1002) || codes.Contains(1007);

    private static string Shape(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        return ContractModel.Shape(document.RootElement);
    }
}
