using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>What a client of an app does.</summary>
internal static partial class Calls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<HttpResponseMessage> SendAsync(this AppProcess app, string method, string path, string? user = null, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The JSON of a successful answer.</summary>
    public static async Task<JsonElement> JsonAsync(this AppProcess app, string path, string? user = null, string method = "GET", string? json = null)
    {
        using var response = await app.SendAsync(method, path, user, json);
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(text).RootElement.Clone()
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}\n{app.Output}");
    }

    /// <summary>Every endpoint of ours that the app has, as <c>GET /api/health</c>, with values for what a path asks for.</summary>
    public static async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync(this AppProcess app)
    {
        using var response = await app.SendAsync("GET", "/own/routes");
        var text = await response.Content.ReadAsStringAsync();
        return
        [
            .. from line in text.Split('\n')
               let parts = line.Split(' ', 2)
               select (parts[0], Value().Replace(parts[1], "x").TrimEnd('/')),
        ];
    }

    /// <summary>The next text message of a WebSocket that has a type.</summary>
    public static async Task<JsonElement> ReceiveAsync(this ClientWebSocket socket, string type)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"The server closed the WebSocket: {socket.CloseStatus} {socket.CloseStatusDescription}.");
            }

            var message = JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
            if (message.GetProperty("type").GetString() == type)
            {
                return message;
            }
        }
    }

    /// <summary>The data of the first event of a stream that has a name.</summary>
    public static async Task<string> FirstEventAsync(this HttpResponseMessage response, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var named = false;
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            named |= line == $"event: {name}";
            if (named && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line["data: ".Length..];
            }
        }

        throw new InvalidOperationException($"The stream ended without an event {name}.");
    }

    [GeneratedRegex("{[^}]+}")]
    private static partial Regex Value();
}
