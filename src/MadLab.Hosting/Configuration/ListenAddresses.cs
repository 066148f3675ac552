using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>Looks at the addresses to listen on before the server does, because it would not say where they were set.</summary>
internal static class ListenAddresses
{
    /// <exception cref="SettingException">One is not an address.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var address in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsUsable(address))
            {
                throw SettingException.Unusable(
                    "An address to listen on (ASPNETCORE_URLS or --urls)",
                    address,
                    "accepted are addresses such as http://127.0.0.1:5000, separated by ';'");
            }
        }
    }

    private static bool IsUsable(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed.Scheme is "http" or "https" && parsed.PathBase.Length == 0 && (parsed.IsUnixPipe || parsed.IsNamedPipe || parsed.Port is >= 0 and <= 65535);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
