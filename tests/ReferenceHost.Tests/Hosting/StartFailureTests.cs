using System.Net.Sockets;
using System.Reflection;
using FluentAssertions;
using MadLab.Hosting.Configuration;
using MadLab.Hosting.Startup;
using Microsoft.Extensions.Options;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public void Describe_SeveralOptionFailures_JoinsThem()
    {
        var one = new OptionsValidationException("a", typeof(object), ["first", "second"]);
        var two = new OptionsValidationException("b", typeof(object), ["third"]);

        StartFailure.Describe(one).Should().Be("first; second");
        StartFailure.Describe(new AggregateException(one, new AggregateException(two, two))).Should().Be("first; second; third");
    }

    [Fact]
    public void Describe_Wrapped_ShowsTheCause()
    {
        var cause = new SettingException("The cause.");

        StartFailure.Describe(new TargetInvocationException(cause)).Should().Be("The cause.");
        StartFailure.Describe(new TypeInitializationException("T", cause)).Should().Be("The cause.");
    }

    [Fact]
    public void Describe_ManyLines_BecomeOne() =>
        StartFailure.Describe(new InvalidOperationException("one\r\n\ttwo\u2028three \n")).Should().Be("one two three");

    [Fact]
    public void Describe_VeryLong_IsCut() =>
        StartFailure.Describe(new InvalidOperationException(new string('x', 100_000))).Length.Should().BeLessThan(2100);

    [Fact]
    public void Describe_AddressNotAvailable_NamesWhereItIsSet() =>
        StartFailure.Describe(new SocketException((int)SocketError.AddressNotAvailable)).Should().Contain("ASPNETCORE_URLS");
}
