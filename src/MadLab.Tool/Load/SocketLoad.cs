using System.Net.WebSockets;
using System.Text.Json;
using MadLab.Tool.Http;

namespace MadLab.Tool.Load;

/// <summary>Holds WebSockets open, counts what comes, and asks each for a sign of life in turn: the latency is that of ping and answer.</summary>
internal static class SocketLoad
{
    public static async Task RunAsync(LoadSettings settings, LoadTally tally, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Client.OpenAsync(settings, tally, over.Token)));
        var open = clients.OfType<Client>().ToList();
        var reading = Task.WhenAll(open.Select(c => c.ReadAsync(over.Token)));
        try
        {
            if (open.Count > 0)
            {
                await OpenLoop.RunAsync(settings with { Rate = Math.Min(settings.Rate, open.Count * 2) }, tally, (number, cancel) => open[number % open.Count].PingAsync(cancel), cancellationToken);
            }
        }
        finally
        {
            await over.CancelAsync();
            await reading;
            foreach (var client in open)
            {
                client.Dispose();
            }
        }
    }

    private sealed class Client(ClientWebSocket socket, LoadTally tally) : IDisposable
    {
        private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();

        private readonly SemaphoreSlim _turn = new(1, 1);
        private TaskCompletionSource? _answer;
        private string? _ended;

        /// <summary>Null, and counted, where it did not come about.</summary>
        public static async Task<Client?> OpenAsync(LoadSettings settings, LoadTally tally, CancellationToken cancellationToken)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(HostClient.Patience);
            try
            {
                var symbols = string.Join(',', settings.Symbols.Select(Uri.EscapeDataString));
                return new Client(await settings.Host.ConnectAsync($"/stream/ws?interval=250&symbols={symbols}", limit.Token), tally);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
            {
                tally.Failed("not connected: " + HostClient.Reason(e));
                return null;
            }
        }

        public async Task ReadAsync(CancellationToken over)
        {
            try
            {
                var reader = new SocketReader(socket);
                while (await reader.NextAsync(over) is { } message)
                {
                    tally.Heard();
                    switch (SocketReader.TypeOf(message))
                    {
                        case "error":
                            tally.Failed(message.TryGetProperty("code", out var code) ? code.ToString() : "error");
                            break;
                        case "heartbeat":
                            Volatile.Read(ref _answer)?.TrySetResult();
                            break;
                    }
                }

                End($"closed by the host: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // The load is over.
            }
            catch (Exception e) when (e is WebSocketException or IOException or JsonException or StreamRefusal)
            {
                End("broken: " + e.Message);
            }
        }

        public async Task<string?> PingAsync(CancellationToken cancellationToken)
        {
            // Heartbeats do not say which ping they answer: one at a time.
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (Volatile.Read(ref _ended) is not null)
                {
                    return "ping on a connection that ended";
                }

                var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Volatile.Write(ref _answer, answer);
                await socket.SendAsync(Ping, WebSocketMessageType.Text, true, cancellationToken);
                await answer.Task.WaitAsync(HostClient.Patience, cancellationToken);
                return Volatile.Read(ref _ended) is null ? null : "ping on a connection that ended";
            }
            catch (TimeoutException)
            {
                return "no answer to a ping";
            }
            catch (WebSocketException)
            {
                return "ping on a connection that ended";
            }
            finally
            {
                _turn.Release();
            }
        }

        public void Dispose()
        {
            socket.Abort();
            socket.Dispose();
            _turn.Dispose();
        }

        private void End(string how)
        {
            tally.Failed(how);
            Volatile.Write(ref _ended, how);
            Volatile.Read(ref _answer)?.TrySetResult();
        }
    }
}
