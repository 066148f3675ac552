using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MadLab.Persistence.Tests.Ownership;

/// <summary>An answer byte by byte, so that two of them can be compared with nothing tidied up.</summary>
internal sealed partial record RawReply(string Text)
{
    /// <summary>The line with the status.</summary>
    public string Status => Text[..Text.IndexOf("\r\n", StringComparison.Ordinal)];

    /// <summary>Sends a request that closes the connection and reads to its end.</summary>
    public static async Task<RawReply> SendAsync(Uri address, string method, string target, string? body, params (string Name, string Value)[] headers)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (body is not null)
        {
            head.Append("Content-Type: application/json\r\nContent-Length: ").Append(Encoding.UTF8.GetByteCount(body)).Append("\r\n");
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n{body}"), patience.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return new RawReply(Date().Replace(await reader.ReadToEndAsync(patience.Token), string.Empty));
    }

    /// <summary>Without what is new with every document: its key and the mark in its tag; and with one word for the key that was asked for.</summary>
    public string WithoutKeys(string asked) => Mark().Replace(NewKey().Replace(Text.Replace(asked, "ASKED", StringComparison.Ordinal), "KEY"), "$1MARK");

    [GeneratedRegex("\r\nDate: [^\r]*")]
    private static partial Regex Date();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex NewKey();

    [GeneratedRegex("(\"v[0-9]+-)[A-Za-z0-9_-]{12}(?=\")")]
    private static partial Regex Mark();
}
