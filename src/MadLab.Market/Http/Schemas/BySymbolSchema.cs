using System.ComponentModel;

namespace MadLab.Market.Http.Schemas;

[Description("With symbols: each symbol's single answer, in the order asked.")]
internal sealed class BySymbolSchema : Dictionary<string, IMarketAnswer>, IMarketAnswer;
