using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

// What the OpenAPI document shows of /market; the answers themselves are written by hand. Each figure's unit is said where it is.

/// <summary>What <c>GET /market</c> answers, by <c>type</c>.</summary>
[JsonDerivedType(typeof(BarsSchema))]
[JsonDerivedType(typeof(KpisSchema))]
[JsonDerivedType(typeof(VolSurfaceSchema))]
[JsonDerivedType(typeof(CorrelationSchema))]
[JsonDerivedType(typeof(VolConeSchema))]
[JsonDerivedType(typeof(QualitySchema))]
[JsonDerivedType(typeof(InfoSchema))]
[JsonDerivedType(typeof(BySymbolSchema))]
internal interface IMarketAnswer;
