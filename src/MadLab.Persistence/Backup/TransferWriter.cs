using System.Buffers;
using System.Text.Json;
using MadLab.Persistence.Model;

namespace MadLab.Persistence.Backup;

/// <summary>Writes the lines of an export.</summary>
internal sealed class TransferWriter(Stream output) : IAsyncDisposable
{
    public const string Format = "madlab";
    public const int FormatVersion = 1;
    public const string End = "end";

    private const int FlushAt = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    public long Rows { get; private set; }

    public Task WriteHeaderAsync(DateTimeOffset now, CancellationToken cancellationToken) => LineAsync(
        json =>
        {
            json.WriteString("format"u8, Format);
            json.WriteNumber("formatVersion"u8, FormatVersion);
            json.WriteString("exportedAt"u8, now.UtcDateTime);
        },
        cancellationToken);

    /// <summary>The last line; an export without it was cut short.</summary>
    public async Task WriteEndAsync(CancellationToken cancellationToken)
    {
        await LineAsync(
            json =>
            {
                json.WriteString("kind"u8, End);
                json.WriteNumber("rows"u8, Rows);
            },
            cancellationToken).ConfigureAwait(false);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task WriteAsync(WorkspaceEntity row, CancellationToken cancellationToken) => RowAsync(
        row.Id,
        json =>
        {
            Begin(json, TransferRows.Workspace, row.Owner, row.Id, row.Version, row.CreatedAt, row.UpdatedAt);
            json.WriteString("title"u8, row.Title);
            json.WritePropertyName("data"u8);
            Verbatim(json, row.Data);
            json.WriteEndObject();
        },
        cancellationToken);

    public Task WriteAsync(TemplateEntity row, CancellationToken cancellationToken) => RowAsync(
        row.Id,
        json =>
        {
            Begin(json, TransferRows.Template, row.Owner, row.Id, row.Version, row.CreatedAt, row.UpdatedAt);
            json.WriteString("name"u8, row.Name);
            json.WriteString("kind"u8, row.Kind);
            json.WriteString("title"u8, row.Title);
            json.WritePropertyName("widgets"u8);
            Verbatim(json, row.Widgets);
            json.WriteEndObject();
        },
        cancellationToken);

    public Task WriteAsync(PreferencesEntity row, CancellationToken cancellationToken) => RowAsync(
        row.Owner,
        json =>
        {
            Begin(json, TransferRows.Preferences, row.Owner, id: null, row.Version, createdAt: null, row.UpdatedAt);
            json.WriteString("streamMode"u8, row.StreamMode);
            Number(json, "pollingIntervalMs"u8, row.PollingIntervalMs);
            json.WriteString("theme"u8, row.Theme);
            json.WriteString("provider"u8, row.Provider);
            Number(json, "cacheTtlMs"u8, row.CacheTtlMs);
            Number(json, "cacheMaxEntries"u8, row.CacheMaxEntries);
            json.WriteEndObject();
        },
        cancellationToken);

    public Task WriteAsync(OperatorSettingEntity row, CancellationToken cancellationToken) => RowAsync(
        row.Name,
        json =>
        {
            Begin(json, TransferRows.Setting, owner: null, row.Name, version: null, createdAt: null, row.SetAt);
            json.WriteString("value"u8, row.Value);
            json.WriteString("setBy"u8, row.SetBy);
            json.WriteEndObject();
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private static void Begin(Utf8JsonWriter json, string kind, string? owner, string? id, long? version, long? createdAt, long updatedAt)
    {
        json.WriteString("kind"u8, kind);
        if (owner is not null)
        {
            json.WriteString("owner"u8, owner);
        }

        if (id is not null)
        {
            json.WriteString("id"u8, id);
        }

        if (version is { } number)
        {
            json.WriteNumber("version"u8, number);
        }

        if (createdAt is { } created)
        {
            json.WriteString("createdAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(created).UtcDateTime);
        }

        json.WriteString("updatedAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(updatedAt).UtcDateTime);
        json.WriteStartObject("document"u8);
    }

    /// <summary>A document as it is kept, but on one line: a line break in JSON is a space between tokens, never part of a text.</summary>
    private static void Verbatim(Utf8JsonWriter json, string document) =>
        json.WriteRawValue(document.AsSpan().ContainsAny('\n', '\r') ? document.Replace('\n', ' ').Replace('\r', ' ') : document, skipInputValidation: true);

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private async Task RowAsync(string id, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        Rows++;
        if (await LineAsync(write, cancellationToken).ConfigureAwait(false) is var bytes && bytes > TransferReader.MaxLine)
        {
            throw new BackupException(
                $"The document '{id}' takes {bytes} bytes of an export, and an import reads at most {TransferReader.MaxLine}: shorten or delete it, or make a backup instead. The export is not whole.");
        }
    }

    /// <summary>Says how many bytes the line has.</summary>
    private async Task<int> LineAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var before = _buffer.WrittenCount;
        _json.Reset(_buffer);
        _json.WriteStartObject();
        write(_json);
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
        var bytes = _buffer.WrittenCount - before;
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // Without the cause: a fault of a file is otherwise taken for one of the database's.
            throw new BackupException($"The export cannot be written: {e.Message}");
        }

        _buffer.ResetWrittenCount();
    }
}
