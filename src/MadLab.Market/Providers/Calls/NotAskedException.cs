namespace MadLab.Market.Providers.Calls;

/// <summary>The provider was not called: nothing that happened speaks against it, so neither its circuit nor its record counts it.</summary>
internal sealed class NotAskedException(MarketDataException failure) : Exception(failure.Message, failure)
{
    public MarketDataException Failure => failure;
}
