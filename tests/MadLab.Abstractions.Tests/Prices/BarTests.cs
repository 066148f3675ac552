using FluentAssertions;
using Xunit;

namespace MadLab.Abstractions.Tests.Prices;

public sealed class BarTests
{
    private static readonly Bar Flat = new() { Time = DateTimeOffset.UnixEpoch, Open = 1, High = 1, Low = 1, Close = 1 };

    [Fact]
    public void IsFinal_UnlessSaidOtherwise_IsTrue()
    {
        Flat.IsFinal.Should().BeTrue();
        default(Bar).IsFinal.Should().BeTrue();
        (Flat with { IsFinal = false }).IsFinal.Should().BeFalse();
        (Flat with { IsFinal = false, Close = 2 }).IsFinal.Should().BeFalse();
    }

    [Fact]
    public void Equals_UnfinishedBar_IsNotTheFinishedOne()
    {
        (Flat with { IsFinal = false }).Should().NotBe(Flat);
        (Flat with { IsFinal = true }).Should().Be(Flat);
    }
}
