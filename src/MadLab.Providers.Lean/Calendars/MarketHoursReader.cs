using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace MadLab.Providers.Lean.Calendars;

/// <summary>Reads the wanted entries of a market hours database. The file has megabytes and hundreds of markets, so it is read as a stream and the rest passed over.</summary>
internal static class MarketHoursReader
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly JsonDocumentOptions EntryOptions = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads the entries with the given keys; those that are not there are left out.</summary>
    /// <exception cref="MarketDataException">The file is broken.</exception>
    public static Dictionary<string, MarketHours> Read(Stream stream, string file, IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, MarketHours>(StringComparer.Ordinal);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var state = new JsonReaderState(ReaderOptions);
            var length = 0;
            var ended = false;
            while (!ended && found.Count < keys.Count)
            {
                var read = stream.Read(buffer, length, buffer.Length - length);
                ended = read == 0;
                length += read;
                var start = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
                var reader = new Utf8JsonReader(buffer.AsSpan(start, length - start), ended, state);
                Consume(ref reader, keys, found);
                state = reader.CurrentState;
                var rest = buffer.AsSpan(start + (int)reader.BytesConsumed, length - start - (int)reader.BytesConsumed);
                if (rest.Length == buffer.Length)
                {
                    // One entry is longer than the buffer.
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    rest.CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                    length = rest.Length;
                }
                else
                {
                    rest.CopyTo(buffer);
                    length = rest.Length;
                }
            }

            return found;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MarketDataException(MarketErrorKind.Malformed, $"{file} is broken: it is not a market hours database.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Reads whole entries only: the reader is left before the first one that the buffer cuts off.
    private static void Consume(ref Utf8JsonReader reader, IReadOnlyCollection<string> keys, Dictionary<string, MarketHours> found)
    {
        while (true)
        {
            var before = reader;
            if (!reader.Read())
            {
                return;
            }

            if (reader.TokenType != JsonTokenType.PropertyName || (reader.CurrentDepth == 1 && reader.ValueTextEquals("entries"u8)))
            {
                continue;
            }

            var key = reader.GetString()!;
            var entry = reader;
            if (!reader.TrySkip())
            {
                reader = before;
                return;
            }

            if (entry.CurrentDepth == 2 && keys.Contains(key))
            {
                entry.Read();
                using var document = JsonDocument.ParseValue(ref entry);
                found[key] = Parse(document.RootElement);
            }
        }
    }

    private static MarketHours Parse(JsonElement entry) => new()
    {
        DataZone = Zone(entry, "dataTimeZone"),
        ExchangeZone = Zone(entry, "exchangeTimeZone"),
        Week = Array.ConvertAll(Days, day => entry.TryGetProperty(day, out var segments) ? Session(segments) : null),
        EarlyCloses = Dated(entry, "earlyCloses"),
        LateOpens = Dated(entry, "lateOpens"),
    };

    private static string Zone(JsonElement entry, string name) =>
        entry.GetProperty(name).GetString() is { } zone && !string.IsNullOrWhiteSpace(zone) ? zone : throw new FormatException($"{name} names no time zone.");

    private static (TimeSpan Open, TimeSpan Close)? Session(JsonElement segments)
    {
        (TimeSpan Open, TimeSpan Close)? session = null;
        foreach (var segment in segments.EnumerateArray())
        {
            if (segment.GetProperty("state").ValueEquals("market"))
            {
                var start = Time(segment.GetProperty("start").GetString());
                var end = Time(segment.GetProperty("end").GetString());
                session = session is { } s
                    ? (start < s.Open ? start : s.Open, end > s.Close ? end : s.Close)
                    : (start, end);
            }
        }

        return session;
    }

    private static Dictionary<DateOnly, TimeSpan> Dated(JsonElement entry, string name)
    {
        var days = new Dictionary<DateOnly, TimeSpan>();
        if (entry.TryGetProperty(name, out var values))
        {
            foreach (var value in values.EnumerateObject())
            {
                days[DateOnly.ParseExact(value.Name, "M/d/yyyy", CultureInfo.InvariantCulture)] = Time(value.Value.GetString());
            }
        }

        return days;
    }

    // "1.00:00:00" is the end of a day; "25:00:00" is read as 25 days, and is no time of any.
    private static TimeSpan Time(string? text) =>
        TimeSpan.Parse(text ?? "", CultureInfo.InvariantCulture) is var time && time >= TimeSpan.Zero && time <= TimeSpan.FromDays(1)
            ? time
            : throw new FormatException($"{text} is no time of a day.");
}
