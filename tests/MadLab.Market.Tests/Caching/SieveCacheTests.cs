using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Market.Caching;
using Xunit;

namespace MadLab.Market.Tests.Caching;

public sealed class SieveCacheTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1";

    [Fact]
    public void Set_AtCap_EvictsTheOldestThatWasNotRead()
    {
        var cache = new SieveCache<int, string>(3, 1000);
        cache.Set(1, "a", 1);
        cache.Set(2, "b", 1);
        cache.Set(3, "c", 1);
        cache.TryGet(1, out _).Should().BeTrue();

        cache.Set(4, "d", 1).Should().Be(1);

        cache.TryGet(1, out _).Should().BeTrue("it was read since the hand last passed");
        cache.TryGet(2, out _).Should().BeFalse();
        cache.Count.Should().Be(3);
    }

    [Fact]
    public void Set_LargerThanTheCache_IsNotKeptAndRemovesTheOldValue()
    {
        var cache = new SieveCache<int, string>(3, 10);
        cache.Set(1, "small", 5);

        cache.Set(1, "large", 11);

        cache.TryGet(1, out _).Should().BeFalse();
        cache.Count.Should().Be(0);
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void Grow_PastTheCap_MakesRoomByOthers()
    {
        var cache = new SieveCache<int, string>(10, 10);
        cache.Set(1, "a", 4);
        cache.Set(2, "b", 4);
        cache.TryGet(2, out var b);

        cache.Grow(2, b!, 4).Should().Be(1);

        cache.TryGet(1, out _).Should().BeFalse();
        cache.TryGet(2, out _).Should().BeTrue();
        cache.Bytes.Should().Be(8);
    }

    /// <summary>Random operations against a model that keeps a plain list: same contents, same counts, after each step.</summary>
    [Fact]
    public void AnyOperations_BehaveAsTheNaiveModel()
    {
        var step = Gen.Choose(0, 4).SelectMany(op => Gen.Choose(0, 12).SelectMany(key => Gen.Choose(1, 7).Select(size => (op, key, size))));
        var steps = step.ListOf().Select(l => l.ToArray()).ToArbitrary();

        Prop.ForAll(steps, operations =>
        {
            var cache = new SieveCache<int, string>(5, 16);
            var model = new NaiveSieve(5, 16);
            foreach (var (op, key, size) in operations)
            {
                switch (op)
                {
                    case 0 or 1:
                        cache.Set(key, "v", size).Should().Be(model.Set(key, size));
                        break;
                    case 2 or 3:
                        cache.TryGet(key, out _).Should().Be(model.Get(key));
                        break;
                    default:
                        cache.Remove(key).Should().Be(model.Remove(key));
                        break;
                }

                cache.Count.Should().Be(model.Count).And.BeLessThanOrEqualTo(5);
                cache.Bytes.Should().Be(model.Bytes).And.BeInRange(0, 16);
            }

            foreach (var key in Enumerable.Range(0, 13))
            {
                cache.TryGet(key, out _).Should().Be(model.Has(key));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Long ? 20_000 : 500).WithReplay(20260101, 1));
    }

    /// <summary>Many threads at once: neither cap is ever exceeded, sizes never go negative, and an insert after the storm stays.</summary>
    [Fact]
    public void Storm_HoldsTheCapAtEveryInstantAndKeepsTheInsertAfterIt()
    {
        const int Cap = 500;
        const long MaxBytes = 40_000;
        var operations = Long ? 12_500_000 : 250_000;
        var cache = new SieveCache<int, string>(Cap, MaxBytes);
        var worstCount = 0;
        var worstBytes = 0L;
        var leastBytes = 0L;
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < operations; i++)
            {
                var key = random.Next(2000);
                switch (random.Next(10))
                {
                    case < 6:
                        cache.TryGet(key, out _);
                        break;
                    case < 9:
                        cache.Set(key, "v", random.Next(1, 200));
                        break;
                    default:
                        cache.Remove(key);
                        break;
                }

                var (count, bytes) = (cache.Count, cache.Bytes);
                InterlockedMax(ref worstCount, count);
                InterlockedMax(ref worstBytes, bytes);
                if (bytes < Interlocked.Read(ref leastBytes))
                {
                    Interlocked.Exchange(ref leastBytes, bytes);
                }
            }
        });

        worstCount.Should().BeLessThanOrEqualTo(Cap);
        worstBytes.Should().BeLessThanOrEqualTo(MaxBytes);
        leastBytes.Should().BeGreaterThanOrEqualTo(0);
        cache.Set(-1, "probe", 10);
        cache.TryGet(-1, out var probe).Should().BeTrue();
        probe.Should().Be("probe");
        cache.RemoveWhere(_ => true);
        (cache.Count, cache.Bytes).Should().Be((0, 0L));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    /// <summary>SIEVE as the paper tells it, on a list whose end is the newest.</summary>
    private sealed class NaiveSieve(int maxEntries, long maxBytes)
    {
        private readonly List<(int Key, int Size, bool Visited)> _items = [];
        private int? _hand;

        public int Count => _items.Count;

        public long Bytes => _items.Sum(i => (long)i.Size);

        public bool Has(int key) => _items.Exists(i => i.Key == key);

        public bool Get(int key)
        {
            var at = _items.FindIndex(i => i.Key == key);
            if (at >= 0)
            {
                _items[at] = _items[at] with { Visited = true };
            }

            return at >= 0;
        }

        public bool Remove(int key)
        {
            var at = _items.FindIndex(i => i.Key == key);
            if (at < 0)
            {
                return false;
            }

            if (_hand == key)
            {
                _hand = at + 1 < _items.Count ? _items[at + 1].Key : null;
            }

            _items.RemoveAt(at);
            return true;
        }

        public int Set(int key, int size)
        {
            var visited = _items.Find(i => i.Key == key).Visited;
            Remove(key);
            if (size > maxBytes)
            {
                return 0;
            }

            var evicted = 0;
            while (_items.Count >= maxEntries || Bytes + size > maxBytes)
            {
                var at = _hand is { } hand ? _items.FindIndex(i => i.Key == hand) : 0;
                while (_items[at].Visited)
                {
                    _items[at] = _items[at] with { Visited = false };
                    at = (at + 1) % _items.Count;
                }

                _hand = _items[at].Key;
                Remove(_items[at].Key);
                evicted++;
            }

            _items.Add((key, size, visited));
            return evicted;
        }
    }
}
