using System.Security.Claims;
using FluentAssertions;
using MadLab.Stores.Ownership;
using Xunit;

namespace MadLab.Persistence.Tests.Ownership;

public sealed class SubjectOwnerTests
{
    private const string Issuer = "https://login.example";

    [Fact]
    public async Task GetOwnerAsync_KnownSubject_IsTheHashThatIsDocumented()
    {
        // SHA-256 of: 21 as four bytes, little-endian; the issuer; 3 likewise; the subject.
        (await OwnerAsync(Identity(Subject("ann")))).Should().Be("ee9d446d2f26a2a85e905bc03a41d79af6dd9d1ea2564f85773830ad007c2c4d");
    }

    [Fact]
    public async Task GetOwnerAsync_NobodySignedIn_IsTheSharedOwner()
    {
        (await OwnerAsync()).Should().BeEmpty();
        (await OwnerAsync(new ClaimsIdentity([Subject("ann")]))).Should().BeEmpty("a claim that no scheme vouches for says nothing");
    }

    [Fact]
    public async Task GetOwnerAsync_SubjectMappedOrNot_IsOneOwner()
    {
        var mapped = Identity(new Claim(ClaimTypes.NameIdentifier, "ann", ClaimValueTypes.String, Issuer));

        (await OwnerAsync(mapped)).Should().Be(await OwnerAsync(Identity(Subject("ann"))));
    }

    [Fact]
    public async Task GetOwnerAsync_PartsThatJoinAlike_AreDifferentOwners()
    {
        var owners = new[]
        {
            await OwnerAsync(Identity(Subject("bc", "a"))),
            await OwnerAsync(Identity(Subject("c", "ab"))),
            await OwnerAsync(Identity(Subject("abc", "x"))),
            await OwnerAsync(Identity(new Claim(ClaimTypes.Name, "abc", ClaimValueTypes.String, "x"))),
            await OwnerAsync(Identity(Subject("ABC", "x"))),
        };

        owners.Should().OnlyHaveUniqueItems().And.OnlyContain(owner => owner.Length == 64 && owner.All(char.IsAsciiHexDigitLower));
    }

    [Fact]
    public async Task GetOwnerAsync_SecondIdentityHasTheSubject_TakesThat()
    {
        var expected = await OwnerAsync(Identity(Subject("ann")));

        (await OwnerAsync(new ClaimsIdentity([Subject("eve")]), Identity(new Claim(ClaimTypes.Name, "Ann")), Identity(Subject("ann")))).Should().Be(expected);
    }

    [Fact]
    public async Task GetOwnerAsync_NameAlone_IsAnOwnerOfItsOwn()
    {
        var ann = await OwnerAsync(Identity(new Claim(ClaimTypes.Name, "ann")));

        ann.Should().Be(await OwnerAsync(Identity(new Claim(ClaimTypes.Name, "ann"))));
        ann.Should().NotBe(await OwnerAsync(Identity(new Claim(ClaimTypes.Name, "bob")))).And.NotBeEmpty();
    }

    [Fact]
    public async Task GetOwnerAsync_SignedInWithoutAnyName_FailsAndNamesTheCure()
    {
        var act = () => OwnerAsync(Identity(new Claim(ClaimTypes.Role, "admin"), new Claim("sub", string.Empty)));

        (await act.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("IMadLabOwner");
    }

    private static Claim Subject(string value, string issuer = Issuer) => new("sub", value, ClaimValueTypes.String, issuer);

    private static ClaimsIdentity Identity(params Claim[] claims) => new(claims, "test");

    private static async Task<string> OwnerAsync(params ClaimsIdentity[] identities) =>
        await new SubjectOwner().GetOwnerAsync(new ClaimsPrincipal(identities));
}
