using System.Security.Claims;
using FluentAssertions;
using MadLab.Hosting.Authentication.Tickets;
using MadLab.Testing;
using Xunit;

namespace ReferenceHost.Tests.Auth;

public sealed class TicketStoreTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Take_AfterItsTime_IsNobody()
    {
        var store = new TicketStore(_time);
        var (fresh, old) = (store.Give(Caller(), null)!, store.Give(Caller(), null)!);

        _time.Advance(TicketStore.Lifetime - TimeSpan.FromMilliseconds(1));
        store.Take(fresh).Should().NotBeNull();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        store.Take(old).Should().BeNull();
        store.Take(fresh).Should().BeNull("it was used");
    }

    [Fact]
    public void Give_WhenTooManyAreAbout_WaitsForSomeToEnd()
    {
        var store = new TicketStore(_time);
        for (var i = 0; i < TicketStore.MaxTickets; i++)
        {
            store.Give(Caller(), null).Should().NotBeNull();
        }

        store.Give(Caller(), null).Should().BeNull();
        _time.Advance(TicketStore.Lifetime);
        store.Give(Caller(), null).Should().NotBeNull();
    }

    [Theory]
    [InlineData("?symbols=AAPL", "?symbols=AAPL", null)]
    [InlineData("?ticket=abc", "", "abc")]
    [InlineData("?symbols=AAPL&ticket=abc&interval=250", "?symbols=AAPL&interval=250", "abc")]
    [InlineData("?TICKET=abc&ticket=def", "", "abc")]
    [InlineData("?%74icket=abc&symbols=BRK%2EB", "?symbols=BRK.B", "abc")]
    [InlineData("?note=my%20ticket", "?note=my%20ticket", null)]
    [InlineData("?symbols=M%26M.NS&ticket=a", "?symbols=M%26M.NS", "a")]
    public void Split_TakesTicketsOut(string query, string kept, string? ticket) => TicketServer.Split(query).Should().Be((kept, ticket));

    private static ClaimsPrincipal Caller() => new(new ClaimsIdentity("test"));
}
