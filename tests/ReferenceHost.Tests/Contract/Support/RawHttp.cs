using System.Net.Sockets;
using System.Text;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>HTTP byte by byte: requests that a proper client would not send, and answers with nothing tidied up.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    /// <summary>Sends bytes and reads to the end of the connection, or to the end of the head where a stream begins.</summary>
    /// <returns>The answer, one character a byte; empty where the host closed without a word.</returns>
    public static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using var guard = new CancellationTokenSource(Guard);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, guard.Token);
        var answer = new StringBuilder();
        try
        {
            await socket.SendAsync(request, guard.Token);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, guard.Token) is var read and > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (IsStream(answer))
                {
                    break;
                }
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Refused in the middle of a request, as a server may.
        }

        return answer.ToString();
    }

    /// <summary>Sends a request without a body that closes the connection.</summary>
    public static Task<string> SendAsync(Uri address, string method, string target) =>
        SendAsync(address, Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));

    /// <summary>The number in the first line; 0 where there is none.</summary>
    public static int StatusOf(string answer) =>
        answer.Length >= 12 && answer.StartsWith("HTTP/1.", StringComparison.Ordinal) && int.TryParse(answer.AsSpan(9, 3), out var status) ? status : 0;

    /// <summary>What follows the head.</summary>
    public static string BodyOf(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? string.Empty : answer[(end + 4)..];
    }

    private static bool IsStream(StringBuilder answer)
    {
        if (answer.Length > 4096)
        {
            return false;
        }

        var text = answer.ToString();
        return text.Contains("\r\n\r\n", StringComparison.Ordinal)
            && (text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) || text.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase));
    }
}
