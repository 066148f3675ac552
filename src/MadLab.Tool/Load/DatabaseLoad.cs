using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;

namespace MadLab.Tool.Load;

/// <summary>Creates, reads, changes and deletes workspaces of its own; at the end, also when it is interrupted, none of them is left.</summary>
internal static class DatabaseLoad
{
    public const string Title = "madlab load db";

    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(LoadSettings settings, LoadTally tally, CancellationToken cancellationToken)
    {
        var (host, mine) = (settings.Host, new ConcurrentQueue<string>());

        // Creations that were cut off: the host may have made what we never heard of.
        var unheard = 0;
        try
        {
            await OpenLoop.RunAsync(settings, tally, OneAsync, cancellationToken);
        }
        finally
        {
            await CleanUpAsync();
        }

        async Task<string?> OneAsync(int number, CancellationToken cancel)
        {
            if (number % 4 == 0 || !mine.TryDequeue(out var id))
            {
                return await CreateAsync(number, cancel);
            }

            var path = "/workspaces/" + id;
            switch (number % 4)
            {
                case 1:
                    mine.Enqueue(id);
                    return MarketLoad.KindOf(await host.GetAsync(path, cancel));
                case 2:
                    mine.Enqueue(id);
                    return MarketLoad.KindOf(await host.SendAsync(HttpMethod.Put, path, Body(number), cancellationToken: cancel));
                default:
                    try
                    {
                        return MarketLoad.KindOf(await host.SendAsync(HttpMethod.Delete, path, cancellationToken: cancel));
                    }
                    catch
                    {
                        // Deleting again does no harm.
                        mine.Enqueue(id);
                        throw;
                    }
            }
        }

        async Task<string?> CreateAsync(int number, CancellationToken cancel)
        {
            HostAnswer answer;
            try
            {
                answer = await host.SendAsync(HttpMethod.Post, "/workspaces", Body(number), cancellationToken: cancel);
            }
            catch
            {
                Interlocked.Increment(ref unheard);
                throw;
            }

            if (answer.IsSuccess && answer.TryJson() is { } json && json.TryGetProperty("workspace", out var made))
            {
                mine.Enqueue(made.GetProperty("id").GetString()!);
            }

            return MarketLoad.KindOf(answer);
        }

        async Task CleanUpAsync()
        {
            using var limit = new CancellationTokenSource(CleanUp);
            if (Volatile.Read(ref unheard) > 0)
            {
                foreach (var id in await TitledAsync(host, limit.Token))
                {
                    mine.Enqueue(id);
                }
            }

            // A few at a time, slower than the host's own limit.
            while (mine.TryDequeue(out var id))
            {
                var answer = await host.SendAsync(HttpMethod.Delete, "/workspaces/" + id, cancellationToken: limit.Token);
                if (!answer.IsSuccess)
                {
                    throw new ToolException($"{mine.Count + 1} workspaces titled '{Title}' are left behind: deleting them failed with {answer.Code}. Delete them by hand.") { ExitCode = ExitCodes.Failed };
                }
            }
        }
    }

    private static string Body(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""{"title":"{{{Title}}}","data":{"n":{{{number}}} } }""");

    private static async Task<IReadOnlyList<string>> TitledAsync(HostClient host, CancellationToken cancellationToken)
    {
        var answer = await host.GetAsync("/workspaces?limit=100", cancellationToken);
        return answer.TryJson() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("workspaces", out var all)
            ? [.. all.EnumerateArray().Where(static w => w.GetProperty("title").GetString() == Title).Select(static w => w.GetProperty("id").GetString()!)]
            : [];
    }
}
