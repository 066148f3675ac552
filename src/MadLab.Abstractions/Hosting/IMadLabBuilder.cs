using Microsoft.Extensions.DependencyInjection;

namespace MadLab;

/// <summary>What packages extend: providers, stores and settings are added to it.</summary>
public interface IMadLabBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
