namespace MadLab.Market.Analytics;

/// <summary>The sensitivities of an option's price, in the units of <see cref="VolPoint"/>.</summary>
/// <param name="Delta">Per unit of the underlying's price.</param>
/// <param name="Gamma">Change of delta per unit of the underlying's price.</param>
/// <param name="ThetaPerDay">Per calendar day, a 365th of a year.</param>
/// <param name="Vega">Per 1.00 of volatility.</param>
internal readonly record struct Greeks(double Delta, double Gamma, double ThetaPerDay, double Vega)
{
    public bool AreFinite => double.IsFinite(Delta) && double.IsFinite(Gamma) && double.IsFinite(ThetaPerDay) && double.IsFinite(Vega);
}
