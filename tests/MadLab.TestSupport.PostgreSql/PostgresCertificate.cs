namespace MadLab.TestSupport.PostgreSql;

/// <summary>What a server shows of itself under TLS.</summary>
/// <param name="Certificate">In PEM.</param>
/// <param name="Key">The certificate's private key in PEM.</param>
public sealed record PostgresCertificate(string Certificate, string Key)
{
    /// <returns>The settings that name the files.</returns>
    internal async Task<string[]> WriteAsync(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        await File.WriteAllTextAsync(certificate, Certificate);
        await File.WriteAllTextAsync(key, Key);
        return ["ssl=on", $"ssl_cert_file={certificate}", $"ssl_key_file={key}"];
    }
}
