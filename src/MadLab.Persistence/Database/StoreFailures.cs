using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MadLab.Persistence.Database;

/// <summary>Turns what a database throws into what a caller of a store can act on.</summary>
internal static class StoreFailures
{
    /// <summary>The failure as the stores tell it; null where it is a fault of the code and not of the database.</summary>
    public static StoreException? Map(Exception exception, DatabaseEngine engine)
    {
        // EF wraps: the driver's own exception may be a few levels down, under types that say less.
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case StoreException store:
                    return store;
                case DbUpdateConcurrencyException:
                    return new StoreException(StoreErrorKind.VersionConflict, "Others kept changing the same documents meanwhile: try again.", exception);
                case DbException database:
                    return Unavailable(engine.Describe(database) ?? Describe(database), exception);
                case TimeoutException or OperationCanceledException:
                    return Unavailable("The database did not answer in time.", exception);
                case IOException or UnauthorizedAccessException:
                    return Unavailable("The database's file cannot be opened or written.", exception);
                case RetryLimitExceededException:
                    return Unavailable("The database cannot be reached.", exception);
            }
        }

        return null;
    }

    /// <summary>What the driver threw, however deep; null where it was not the database.</summary>
    public static DbException? DatabaseFault(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is DbException database)
            {
                return database;
            }
        }

        return null;
    }

    /// <summary>Whether another writer created, changed or deleted the row in between, where an engine lets it; the next run then finds what there is.</summary>
    public static bool IsOvertaken(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            // Class 23 of SQLSTATE: integrity constraint violation.
            if (e is DbUpdateConcurrencyException || (e is DbException { SqlState: { } state } && state.StartsWith("23", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    public static StoreException Unavailable(string message, Exception? inner = null) => new(StoreErrorKind.Unavailable, message, inner);

    // Class 08 is that of connections; whatever else has a state is an answer, of a server that was reached.
    private static string Describe(DbException database) => database.SqlState is { } state && !state.StartsWith("08", StringComparison.Ordinal)
        ? $"The database refused the statement (SQLSTATE {state})."
        : "The database cannot be reached.";
}
