using System.Diagnostics.CodeAnalysis;

namespace MadLab;

/// <summary>The canonical text of an instrument: <c>AAPL</c>, <c>BRK.B</c>, <c>BTC-USD</c>, <c>^GSPC</c>, <c>EURUSD=X</c>.</summary>
/// <remarks>
/// 1 to 32 characters of <c>A-Z 0-9 . &amp; / : = @ $ # ^ _ -</c> and inner spaces, at least one letter or digit, never <c>..</c>
/// or <c>//</c>. Input is trimmed and upper-cased. A symbol can hold characters that mean something in a path or a URL:
/// whoever builds one from it must escape it.
/// </remarks>
public readonly record struct Symbol : ISpanParsable<Symbol>, IComparable<Symbol>
{
    /// <summary>The most characters a symbol has.</summary>
    public const int MaxLength = 32;

    private readonly string? _value;

    private Symbol(string value) => _value = value;

    /// <summary>The text, upper case; empty for <c>default(Symbol)</c>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether this is <c>default(Symbol)</c>, which names no instrument.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>Reads a symbol.</summary>
    /// <param name="text">The text, any case, surrounding white space allowed.</param>
    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public static Symbol Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), null);
    }

    /// <inheritdoc/>
    public static Symbol Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static Symbol Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var symbol)
            ? symbol
            : throw new FormatException($"Not a symbol: 1 to {MaxLength} characters of A-Z 0-9 . & / : = @ $ # ^ _ - and inner spaces, with a letter or digit, without '..' and '//'.");

    /// <summary>Reads a symbol; false when the text is not one.</summary>
    /// <param name="text">The text, any case, surrounding white space allowed.</param>
    /// <param name="symbol">The symbol, upper case.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol) => TryParse(text.AsSpan(), null, out symbol);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Symbol result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Symbol result)
    {
        result = default;
        s = s.Trim();
        if (s.Length is 0 or > MaxLength)
        {
            return false;
        }

        Span<char> upper = stackalloc char[MaxLength];
        var named = false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c is >= 'a' and <= 'z')
            {
                c = (char)(c - 32);
            }

            if (c is (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            {
                named = true;
            }
            else if (c is '.' or '/')
            {
                if (i > 0 && s[i - 1] == c)
                {
                    return false;
                }
            }
            else if (c is not ('&' or ':' or '=' or '@' or '$' or '#' or '^' or '_' or '-' or ' '))
            {
                return false;
            }

            upper[i] = c;
        }

        if (!named)
        {
            return false;
        }

        result = new Symbol(new string(upper[..s.Length]));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Orders two symbols by their text, ordinal.</summary>
    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;

    /// <summary>Orders two symbols by their text, ordinal.</summary>
    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;

    /// <summary>Orders two symbols by their text, ordinal.</summary>
    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;

    /// <summary>Orders two symbols by their text, ordinal.</summary>
    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;
}
