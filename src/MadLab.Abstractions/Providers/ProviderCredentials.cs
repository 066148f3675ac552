namespace MadLab;

/// <summary>Whether a provider has what its upstream asks of it: a key, a token, a name and a password.</summary>
public enum ProviderCredentials
{
    /// <summary>The upstream asks for none; the default.</summary>
    NotNeeded,

    /// <summary>They are there. Whether the upstream takes them shows when it is called.</summary>
    Present,

    /// <summary>They are not there: the host does not ask this provider, and says so where it lists it.</summary>
    Missing,
}
