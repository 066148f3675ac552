using System.Globalization;
using System.Text;
using System.Text.Json;
using MadLab.Persistence.Model;
using MadLab.Stores;

namespace MadLab.Persistence.Stores;

/// <summary>Pages of workspaces from their rows.</summary>
internal static class WorkspacePages
{
    /// <summary>A page of workspaces, read in chunks: a reader that is closed early reads what is left of its query all the same, however much that is.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="before">Those older than this place in the order.</param>
    /// <param name="size">What is known of the documents' size, and learns from this page.</param>
    /// <param name="rows">Asks for rows before a place, so many of them, newest first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<WorkspacePage> ReadAsync(
        int limit, long before, DocumentSize size, Func<long, long, IAsyncEnumerable<WorkspaceEntity>> rows, CancellationToken cancellationToken)
    {
        var items = new List<Workspace>();
        long last = before, bytes = 0;
        for (long chunk = size.FirstChunk; ; chunk = NextChunk(chunk, items.Count, bytes))
        {
            var take = Math.Min(chunk, (long)limit + 1 - items.Count);
            var read = 0;
            await foreach (var row in rows(last, take).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (items.Count == limit || bytes >= StoreLimits.MaxPageBytes)
                {
                    size.Observe(items.Count, bytes);
                    return new WorkspacePage(items, last.ToString(CultureInfo.InvariantCulture));
                }

                items.Add(ToWorkspace(row));
                last = row.Sequence;
                bytes += Encoding.UTF8.GetByteCount(row.Data);
                read++;
            }

            if (read < take)
            {
                size.Observe(items.Count, bytes);
                return new WorkspacePage(items, NextCursor: null);
            }
        }
    }

    public static Workspace ToWorkspace(WorkspaceEntity row) => new()
    {
        Id = row.Id,
        Title = row.Title,
        Data = JsonElement.Parse(row.Data),
        Version = row.Version,
        CreatedAt = Keys.Time(row.CreatedAt),
        UpdatedAt = Keys.Time(row.UpdatedAt),
    };

    public static long ParseCursor(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new FormatException("The cursor is not one of this store's.");

    /// <summary>Twice as many as before, but no more than will fit the page if they are like those before; one to see whether there are more.</summary>
    private static long NextChunk(long chunk, int count, long bytes) =>
        Math.Clamp((StoreLimits.MaxPageBytes - bytes) * count / bytes, 1, chunk * 2);
}
