namespace MadLab.Benchmarks.Cache;

/// <summary>A cache of a fixed number of entries that all weigh the same.</summary>
internal interface ICacheUnderTest : IDisposable
{
    int Count { get; }

    bool TryGet(int key);

    void Set(int key);
}
