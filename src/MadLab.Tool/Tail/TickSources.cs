using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MadLab.Tool.Http;

namespace MadLab.Tool.Tail;

/// <summary>Live prices by each transport, until the connection ends. What the host says on the way goes to <c>say</c>.</summary>
internal static class TickSources
{
    public static async IAsyncEnumerable<Tick> WebSocketAsync(HostClient host, string query, Action<string> say, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = await host.ConnectAsync("/stream/ws?" + query, cancellationToken);
        var reader = new SocketReader(socket);
        while (await reader.NextAsync(cancellationToken) is { } message)
        {
            switch (SocketReader.TypeOf(message))
            {
                case "price_update" when message.TryGetProperty("data", out var data) && Tick.Read(data) is { } tick:
                    yield return tick;
                    break;
                case "error":
                    say($"{message.GetProperty("code")}: {message.GetProperty("message")}");
                    break;
            }
        }

        say($"closed by the host: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
    }

    public static async IAsyncEnumerable<Tick> EventsAsync(HostClient host, string query, Action<string> say, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await host.OpenAsync("/stream?" + query, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HostAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), response).Refusal("No events");
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        await foreach (var (name, text) in SseReader.ReadAsync(reader, cancellationToken))
        {
            using var data = JsonDocument.Parse(text);
            if (name == "price_update" && Tick.Read(data.RootElement) is { } tick)
            {
                yield return tick;
            }
            else if (name == "stream_error")
            {
                say($"{data.RootElement.GetProperty("code")}: {data.RootElement.GetProperty("message")}");
            }
        }

        say("the stream ended");
    }

    public static async IAsyncEnumerable<Tick> PollingAsync(
        HostClient host, string query, TimeSpan interval, TimeProvider time, Action<string> say, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = "";
        while (true)
        {
            var started = time.GetTimestamp();
            var answer = await host.GetAsync($"/stream/poll?{query}{cursor}", cancellationToken);
            if (!answer.IsSuccess || answer.TryJson() is not { } json)
            {
                throw answer.Refusal("No poll");
            }

            foreach (var update in json.GetProperty("updates").EnumerateArray())
            {
                if (Tick.Read(update) is { } tick)
                {
                    yield return tick;
                }
            }

            if (json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                foreach (var error in errors.EnumerateObject())
                {
                    say($"{error.Name}: {error.Value}");
                }
            }

            cursor = $"&wait=5000&since={Uri.EscapeDataString(json.GetProperty("cursor").GetString()!)}";
            var left = interval - time.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellationToken);
            }
        }
    }
}
