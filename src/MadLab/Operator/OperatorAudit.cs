using System.Security.Claims;
using MadLab.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Operator;

/// <summary>Writes down who changed what, in a log category of its own.</summary>
internal sealed class OperatorAudit(ILoggerFactory loggers)
{
    /// <summary>The log category to keep.</summary>
    public const string Category = "MadLab.Audit";

    private const int MaxName = 128;

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>The caller's name, or subject where the token has no name; without what could forge a line of the log.</summary>
    public static string NameOf(ClaimsPrincipal user)
    {
        var name = user.Identity?.Name is { Length: > 0 } known ? known : user.FindFirst("sub")?.Value;
        return string.IsNullOrWhiteSpace(name)
            ? "unknown"
            : string.Create(Math.Min(name.Length, MaxName), name, static (clean, name) =>
            {
                for (var i = 0; i < clean.Length; i++)
                {
                    clean[i] = char.IsControl(name[i]) || char.IsSurrogate(name[i]) || name[i] is '\u2028' or '\u2029' ? '?' : name[i];
                }
            });
    }

    public void SwitchSet(string who, string name, string? before, string? now) => _logger.SwitchSet(who, name, before ?? "null", now ?? "null");

    public void CacheCleared(string who, Symbol? symbol, string? type, int removed) =>
        _logger.CacheCleared(who, removed, symbol?.Value ?? "any", type ?? "any");
}
