using System.Globalization;
using System.Text;

namespace MadLab.Hosting.Database;

/// <summary>The query part of a Prisma URL. What nobody takes is left over, to be named in a warning.</summary>
internal sealed class PrismaQuery
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public PrismaQuery(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf('=');
            var key = Decode(FormText(equals < 0 ? pair : pair[..equals]));
            if (key.Length > 0)
            {
                // Written twice: the last one counts, as in Prisma.
                _values[key] = equals < 0 ? "" : Decode(FormText(pair[(equals + 1)..]));
            }
        }
    }

    /// <summary>Why a taken value cannot be used; null while all could.</summary>
    public string? Error { get; private set; }

    /// <summary>The names nobody took, in a stable order.</summary>
    public IReadOnlyList<string> Rest => [.. _values.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The value, which then no longer counts as unknown; null where it is missing or empty.</summary>
    public string? Take(string key) => _values.Remove(key, out var value) && value.Length > 0 ? value : null;

    /// <summary>A file that must not have this ending, for a reason that names what it may have; null where it is missing.</summary>
    public string? TakeFile(string key, string refused, string reason)
    {
        var path = Take(key);
        if (path?.EndsWith(refused, StringComparison.OrdinalIgnoreCase) == true)
        {
            Error ??= $"{key} {reason}";
        }

        return path;
    }

    /// <summary>A whole number; null where it is missing.</summary>
    public int? TakeNumber(string key, int min, int max)
    {
        if (Take(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Error ??= $"{key} is not a whole number from {min} to {max}";
        return null;
    }

    /// <summary>One of a few words, translated; null where it is missing.</summary>
    public string? TakeWord(string key, params ReadOnlySpan<(string Word, string Meaning)> words)
    {
        if (Take(key) is not { } text)
        {
            return null;
        }

        var names = new List<string>(words.Length);
        foreach (var (word, meaning) in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }

            names.Add(word);
        }

        Error ??= $"{key} is not one of {string.Join(", ", names)}";
        return null;
    }

    /// <summary>Decodes percent-encoding as UTF-8; a text that is not encoded properly is taken as it stands, as Prisma does.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        try
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '%')
                {
                    var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                    bytes.AddRange(StrictUtf8.GetBytes(text.Substring(i, width)));
                    i += width - 1;
                }
                else if (i + 2 < text.Length
                    && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    bytes.Add(value);
                    i += 2;
                }
                else
                {
                    return text;
                }
            }

            return StrictUtf8.GetString([.. bytes]);
        }
        catch (EncoderFallbackException)
        {
            return text;
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }

    // In a query, unlike in the rest of the URL, '+' stands for a space.
    private static string FormText(ReadOnlySpan<char> text) => text.ToString().Replace('+', ' ');
}
