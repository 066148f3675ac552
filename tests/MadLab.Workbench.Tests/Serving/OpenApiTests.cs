using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Xunit;

namespace MadLab.Workbench.Tests.Serving;

/// <summary>
/// The page's types are made of <c>src/MadLab.Workbench/openapi.json</c>. It has to be the host's document; <c>MADLAB_ACCEPT_OPENAPI=1</c> writes it, and
/// then the page's build says what no longer fits.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class OpenApiTests(SharedHost shared)
{
    [Fact]
    public async Task Document_IsThatOfTheHost()
    {
        var file = Path.Combine(Artifacts.Root, "src", "MadLab.Workbench", "openapi.json");
        var document = Neutral(await shared.Host.Client.GetStringAsync("openapi/v1.json"));
        if (Environment.GetEnvironmentVariable("MADLAB_ACCEPT_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(file, document);
        }

        (await File.ReadAllTextAsync(file)).Should().Be(document, "a change of the contract is taken over with MADLAB_ACCEPT_OPENAPI=1");
    }

    /// <summary>Without the address at which this host happens to listen.</summary>
    private string Neutral(string document) => document.Replace(shared.Host.Address, "http://localhost/", StringComparison.Ordinal);
}
