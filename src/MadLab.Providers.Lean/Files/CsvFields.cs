namespace MadLab.Providers.Lean.Files;

/// <summary>The comma-separated fields of one line, in order. Lean quotes nothing.</summary>
internal ref struct CsvFields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    /// <summary>Reads the next field; false after the last.</summary>
    public bool TryNext(out ReadOnlySpan<byte> field)
    {
        if (_ended)
        {
            field = default;
            return false;
        }

        var comma = _rest.IndexOf((byte)',');
        _ended = comma < 0;
        field = _ended ? _rest : _rest[..comma];
        _rest = _ended ? default : _rest[(comma + 1)..];
        return true;
    }

    /// <summary>Reads the next field as a number; false when there is none or it is not one.</summary>
    /// <param name="shift">How many decimal places the file leaves out: 4 where it writes ten thousandths.</param>
    /// <param name="value">The number.</param>
    public bool TryNextNumber(int shift, out decimal value)
    {
        value = 0;
        return TryNext(out var field) && CsvNumbers.TryNumber(field, shift, out value);
    }
}
