namespace MadLab.Hosting.Configuration;

/// <summary>A setting that cannot be used. Its message is the one line the operator reads: which setting, its value, what is accepted. It never reaches a client.</summary>
internal sealed class SettingException(string message, Exception? innerException = null) : MadLabException(message, innerException)
{
    private const int MaxShown = 100;

    /// <summary>A setting whose value may be shown.</summary>
    public static SettingException Unusable(string name, string value, string accepted) =>
        new($"{name} is '{Shown(value)}', which cannot be used: {accepted}.");

    /// <summary>A value as a log line can carry it: short, without line breaks or other control characters.</summary>
    public static string Shown(string value)
    {
        var kept = value.Length > MaxShown ? value[..MaxShown] : value;
        var shown = string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029' ? '?' : text[i];
            }
        });
        return value.Length > MaxShown ? shown + "..." : shown;
    }
}
