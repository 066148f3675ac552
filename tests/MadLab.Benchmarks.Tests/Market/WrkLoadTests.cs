using FluentAssertions;
using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Shared;
using Xunit;

namespace MadLab.Benchmarks.Tests.Market;

public sealed class WrkLoadTests
{
    [Fact]
    public void Read_OurLineAmongItsOwn_IsTheReading()
    {
        const string Output = "Running 1s test @ http://127.0.0.1:1/\n  2 requests in 1.00s, 3MB read\nMADLAB 21382 2003104 1 740 17500\n";

        WrkLoad.Read(Output).Should().Be(new LoadReading(21382, 2.003104, 1, 0.74, 17.5));
    }

    [Fact]
    public void Read_WithoutOurLine_SaysWhatCame() =>
        FluentActions.Invoking(() => WrkLoad.Read("unable to connect")).Should().Throw<MeasurementException>().WithMessage("*unable to connect*");
}
