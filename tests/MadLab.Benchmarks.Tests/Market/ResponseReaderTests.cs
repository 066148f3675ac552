using System.Text;
using FluentAssertions;
using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Shared;
using Xunit;

namespace MadLab.Benchmarks.Tests.Market;

public sealed class ResponseReaderTests
{
    public static TheoryData<string, int> Answers => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nVary: x\r\n\r\nab\r\nc", 200 },
        { "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", 304 },
        { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n1f\r\n0123456789012345678901234567890\r\n0\r\n\r\n", 200 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_CutAnywhere_EndsWithTheLastByteOnly(string answer, int status)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        var reader = new ResponseReader();
        for (var size = 1; size <= bytes.Length; size++)
        {
            for (var at = 0; at < bytes.Length; at += size)
            {
                var piece = bytes.AsSpan(at, Math.Min(size, bytes.Length - at));
                reader.Read(piece).Should().Be(at + piece.Length == bytes.Length, "pieces of {0}, at {1}", size, at);
            }

            reader.Status.Should().Be(status);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")]
    [InlineData("SSH-2.0-x\r\n")]
    public void Read_NotOneAnswer_Throws(string answer) =>
        FluentActions.Invoking(() => new ResponseReader().Read(Encoding.ASCII.GetBytes(answer))).Should().Throw<MeasurementException>();
}
