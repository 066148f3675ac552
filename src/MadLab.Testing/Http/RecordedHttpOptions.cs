namespace MadLab.Testing.Http;

/// <summary>What a recording leaves out.</summary>
public sealed record RecordedHttpOptions
{
    /// <summary>Texts that are replaced by <c>***</c> wherever they stand in addresses, bodies and headers: keys, tokens, account numbers.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Parameters of addresses whose values are left out, whatever they are: <c>apikey</c>, <c>token</c>, <c>api_key</c>, <c>access_token</c>, <c>key</c> and <c>signature</c> by default.</summary>
    public IReadOnlyList<string> SecretParameters { get; init; } = ["apikey", "api_key", "token", "access_token", "key", "signature"];
}
