namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>UTF-8 by the table of the Unicode standard (3.9, table 3-7), a byte at a time.</summary>
internal struct Utf8Check
{
    private int _missing;
    private byte _least;
    private byte _most;

    /// <summary>Whether the bytes so far end with a whole character.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>Takes a byte; false when no text goes on with it.</summary>
    public bool Take(byte next)
    {
        if (_missing > 0)
        {
            var fits = next >= _least && next <= _most;
            _missing--;
            (_least, _most) = (0x80, 0xBF);
            return fits;
        }

        (int Missing, byte Least, byte Most) row = next switch
        {
            < 0x80 => (0, 0x80, 0xBF),
            >= 0xC2 and <= 0xDF => (1, 0x80, 0xBF),
            0xE0 => (2, 0xA0, 0xBF),
            0xED => (2, 0x80, 0x9F),
            >= 0xE1 and <= 0xEF => (2, 0x80, 0xBF),
            0xF0 => (3, 0x90, 0xBF),
            >= 0xF1 and <= 0xF3 => (3, 0x80, 0xBF),
            0xF4 => (3, 0x80, 0x8F),
            _ => (-1, 0, 0),
        };
        (_missing, _least, _most) = row;
        return _missing >= 0;
    }
}
