using Polly;
using Polly.CircuitBreaker;

namespace MadLab.Market.Providers.Calls;

/// <summary>The circuit of one operation of a provider: after half of at least ten calls within 30 s failed, it is not asked for 5 s.</summary>
internal sealed class OperationCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();

    public OperationCircuit(TimeProvider time) => Pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome.Exception)),
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
            StateProvider = _state,
        })
        .Build();

    public ResiliencePipeline Pipeline { get; }

    public bool IsOpen => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    private bool IsFailure(Exception? exception) => exception switch
    {
        null => false,
        MarketDataException e => ProviderHealth.IsOutage(e.Kind),

        // Not asked, or cancelled: nothing against the provider, but a probe that brought no answer must not close the circuit either.
        _ => _state.CircuitState == CircuitState.HalfOpen,
    };
}
