using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Persistence.Database;

/// <summary>The schema of the tables as an option of the context, so that EF makes one model for each schema and never mixes them up.</summary>
internal sealed class StoreSchema(string name) : IDbContextOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    public string Name => name;

    public DbContextOptionsExtensionInfo Info => _info ??= new SchemaInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class SchemaInfo(StoreSchema schema) : DbContextOptionsExtensionInfo(schema)
    {
        private readonly string _name = schema.Name;

        public override bool IsDatabaseProvider => false;

        public override string LogFragment => $"Schema={_name} ";

        public override int GetServiceProviderHashCode() => StringComparer.Ordinal.GetHashCode(_name);

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is SchemaInfo info && string.Equals(info._name, _name, StringComparison.Ordinal);

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["MadLab:Schema"] = _name;
    }
}
