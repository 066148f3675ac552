using System.Data.Common;
using System.Globalization;

namespace MadLab.Hosting.Database;

/// <summary>A connection string in the making; only what is given is in it.</summary>
internal sealed class NpgsqlWords
{
    public const string NotPlain = "it holds a control character (%00 to %1F, %7F), which no part of it may have";

    private readonly DbConnectionStringBuilder _builder = [];

    /// <summary>Why a value cannot be used; null while all could.</summary>
    public string? Error { get; private set; }

    public string ConnectionString => _builder.ConnectionString;

    public static bool IsPlain(string value) => !value.Any(char.IsControl);

    public void Set(string keyword, string? value)
    {
        if (value is not { Length: > 0 })
        {
            return;
        }

        // The builder throws on NUL, and a reader of its text drops a line break at the end of a value.
        if (IsPlain(value))
        {
            _builder[keyword] = value;
        }
        else
        {
            Error ??= NotPlain;
        }
    }

    public void Set(string keyword, int? value) => Set(keyword, value?.ToString(CultureInfo.InvariantCulture));
}
