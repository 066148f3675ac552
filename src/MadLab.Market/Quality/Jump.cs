namespace MadLab.Market.Quality;

/// <summary>A large return.</summary>
/// <param name="At">The bar of the path that it leads to.</param>
/// <param name="Move">The log return.</param>
/// <param name="Deviation">The median absolute deviation of the returns around it.</param>
/// <param name="IsClear">Whether it is far beyond what is usual around it.</param>
internal readonly record struct Jump(int At, double Move, double Deviation, bool IsClear);
