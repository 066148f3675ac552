using System.Data;
using System.Data.Common;

namespace MadLab.Persistence.Statements;

/// <summary>A connection for one operation. Disposed without <see cref="Succeeded"/> it is taken for broken.</summary>
internal abstract class StatementLease(StatementSource source) : IAsyncDisposable
{
    private bool _isSound;

    /// <summary>Says that the connection may serve others.</summary>
    public void Succeeded() => _isSound = true;

    /// <summary>A command with these values, ready to run.</summary>
    public DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = CommandOf(sql);
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, value) = parameters[i];
            if (i == command.Parameters.Count)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            var bound = command.Parameters[i];
            bound.DbType = value is long ? DbType.Int64 : DbType.String;
            bound.Value = value ?? DBNull.Value;
        }

        source.Executing?.Invoke(command);
        return command;
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the operation succeeded; the next one has to again.</summary>
    protected bool TakeSoundness()
    {
        var sound = _isSound;
        _isSound = false;
        return sound;
    }

    /// <summary>A command that may have run before, with the same parameters then.</summary>
    protected abstract DbCommand CommandOf(string sql);
}
