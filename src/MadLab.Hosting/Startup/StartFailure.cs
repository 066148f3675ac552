using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Options;

namespace MadLab.Hosting.Startup;

/// <summary>Says in one line why a host could not start.</summary>
internal static class StartFailure
{
    private const int MaxLength = 2000;

    public static string Describe(Exception exception) => OneLine(Text(exception));

    private static string Text(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join("; ", options.Failures),
        AggregateException { InnerExceptions.Count: > 0 } many => string.Join("; ", many.Flatten().InnerExceptions.Select(Text).Distinct()),
        TargetInvocationException { InnerException: { } inner } => Text(inner),
        TypeInitializationException { InnerException: { } inner } => Text(inner),
        SocketException socket => $"an address to listen on (ASPNETCORE_URLS, --urls or Kestrel:Endpoints) cannot be used: {socket.Message}",
        _ => exception.Message,
    };

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.Length > MaxLength ? line.ToString(0, MaxLength) + "..." : line.ToString().TrimEnd();
    }
}
