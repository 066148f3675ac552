using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Http;

internal sealed class MadLabBuilder(IServiceCollection services) : IMadLabBuilder
{
    public IServiceCollection Services { get; } = services;
}
