using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MadLab.Persistence.Stores;

/// <summary>Inserts a row at once and beside the change tracker: <c>SaveChanges</c> would write whatever a host has pending on the same context.</summary>
internal static class RowInsert
{
    public static async Task InsertAsync<TEntity>(this DbContext context, TEntity row, CancellationToken cancellationToken)
        where TEntity : class
    {
        var entity = context.Model.FindEntityType(typeof(TEntity))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var names = context.GetService<ISqlGenerationHelper>();
        using var maker = context.Database.GetDbConnection().CreateCommand();
        var parameters = new List<DbParameter>();
        var columns = new StringBuilder();
        var places = new StringBuilder();
        foreach (var property in entity.GetProperties())
        {
            // The database's to fill: the place in the order of creation, and what a host's conventions add to every table.
            if (property.IsShadowProperty() || (property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd))
            {
                continue;
            }

            var comma = parameters.Count == 0 ? string.Empty : ", ";
            columns.Append(comma).Append(Quoted(names.DelimitIdentifier(property.GetColumnName(table)!)));
            places.Append(CultureInfo.InvariantCulture, $"{comma}{{{parameters.Count}}}");
            var name = names.GenerateParameterName(string.Create(CultureInfo.InvariantCulture, $"p{parameters.Count}"));
            parameters.Add(property.GetRelationalTypeMapping().CreateParameter(maker, name, property.GetGetter().GetClrValue(row), property.IsNullable));
        }

        // Names are the model's own; what callers send is in the parameters alone.
        var sql = new StringBuilder("INSERT INTO ").Append(Quoted(names.DelimitIdentifier(table.Name, table.Schema)))
            .Append(" (").Append(columns).Append(") VALUES (").Append(places).Append(')')
            .ToString();
        await context.Database.ExecuteSqlRawAsync(sql, parameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For a text in which braces stand for parameters.</summary>
    private static string Quoted(string identifier) =>
        identifier.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
