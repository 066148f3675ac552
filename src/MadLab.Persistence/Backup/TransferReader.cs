using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MadLab.Persistence.Backup;

/// <summary>Reads the lines of an export, one at a time, whatever their number.</summary>
internal sealed class TransferReader : IAsyncDisposable
{
    /// <summary>The most bytes of a line: a document has at most 1 MiB, which its escapes can multiply.</summary>
    public const int MaxLine = 8 * 1024 * 1024;

    private readonly PipeReader _input;
    private long _line;

    public TransferReader(Stream input) => _input = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Its documents, in order.</summary>
    /// <exception cref="BackupException">It is no export, or not whole.</exception>
    public async IAsyncEnumerable<TransferItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        for (long rows = 0; await ReadRowAsync(rows, cancellationToken).ConfigureAwait(false) is { } item; rows++)
        {
            yield return item;
        }
    }

    public ValueTask DisposeAsync() => _input.CompleteAsync();

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var (header, _) = await ReadLineAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new BackupException("The input is empty: it is no export.");
        if (!header.TryGetProperty("format"u8, out var format) || format.ValueKind != JsonValueKind.String || !format.ValueEquals(TransferWriter.Format))
        {
            throw new BackupException("The input is no export: its first line does not name the format 'madlab'.");
        }

        if (!header.TryGetProperty("formatVersion"u8, out var version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number) || number != TransferWriter.FormatVersion)
        {
            throw new BackupException($"The export is of format version {version}, and this version reads {TransferWriter.FormatVersion}: export it again with the version that imports it.");
        }
    }

    private async Task<TransferItem?> ReadRowAsync(long rowsBefore, CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
        {
            throw new BackupException($"The export ends early, after line {_line}: its last line is missing. What it holds is imported.");
        }

        if (line.Value.TryGetProperty("kind"u8, out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals(TransferWriter.End))
        {
            return line.Value.TryGetProperty("rows"u8, out var rows) && rows.ValueKind == JsonValueKind.Number && rows.TryGetInt64(out var count) && count == rowsBefore
                ? null
                : throw new BackupException($"The export holds {rowsBefore} documents, and its last line says {rows}: some are missing. What it holds is imported.");
        }

        try
        {
            return new TransferItem(TransferRows.Read(line.Value), line.Bytes);
        }
        catch (FormatException e)
        {
            throw Unreadable(e.Message);
        }
    }

    private async Task<(JsonElement Value, long Bytes)?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                var value = Parse(line);
                var bytes = line.Length;
                _input.AdvanceTo(buffer.GetPosition(1, end));
                return (value, bytes);
            }

            if (buffer.Length > MaxLine)
            {
                _line++;
                throw Unreadable($"it is longer than {MaxLine / (1024 * 1024)} MiB");
            }

            if (read.IsCompleted)
            {
                // A line without its end was cut short, even where what is there could be read.
                _input.AdvanceTo(buffer.End);
                return null;
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private JsonElement Parse(ReadOnlySequence<byte> line)
    {
        _line++;
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Unreadable("it is no JSON object");
        }
        catch (JsonException)
        {
            throw Unreadable("it is no JSON");
        }
    }

    private BackupException Unreadable(string why) => new($"Line {_line} of the input cannot be read: {why}. What came before it is imported.");
}
