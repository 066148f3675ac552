namespace MadLab;

/// <summary>How volatility is measured from bars.</summary>
public enum VolatilityEstimator
{
    /// <summary><c>close-close</c>: the sample deviation of log returns from close to close; the default.</summary>
    CloseToClose,

    /// <summary><c>parkinson</c>: from high and low (1980). Leaves out what happens between sessions and assumes no drift.</summary>
    Parkinson,

    /// <summary><c>garman-klass</c>: from open, high, low and close (1980). Leaves out what happens between sessions and assumes no drift.</summary>
    GarmanKlass,

    /// <summary><c>rogers-satchell</c>: from open, high, low and close, whatever the drift (1991). Leaves out what happens between sessions.</summary>
    RogersSatchell,

    /// <summary><c>yang-zhang</c>: overnight and open-to-close variance with Rogers-Satchell's, whatever the drift (2000). The most precise of them for shares.</summary>
    YangZhang,
}
