namespace MadLab.Market.Tests.Providers.Support;

/// <summary>A provider that gives back what a test says, null and nonsense included.</summary>
internal sealed class AnswerGiver : IPriceProvider, IKpiProvider, IVolSurfaceProvider, ISymbolSearchProvider
{
    public ProviderDescriptor Descriptor { get; } = new() { Feed = "giver", Adjustments = [PriceAdjustment.All], Limits = new ProviderLimits { Retries = 0 } };

    /// <summary>The answer to an operation.</summary>
    public Func<string, object?> Answer { get; set; } = _ => null;

    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) => Give<PriceSeries>("prices");

    public Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default) => Give<Kpis>("kpis");

    public Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default) => Give<VolSurface>("vol");

    public Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default) => Give<IReadOnlyList<SymbolMatch>>("search");

    private Task<T> Give<T>(string operation) => Answer(operation) switch
    {
        Exception failure => Task.FromException<T>(failure),
        Task<T> task => task,
        "no task" => null!,
        var answer => Task.FromResult((T)answer!),
    };
}
