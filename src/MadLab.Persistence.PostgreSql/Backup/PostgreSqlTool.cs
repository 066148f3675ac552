using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Backup;

/// <summary>Runs PostgreSQL's own client programs. Where to connect, the password included, goes by their environment: arguments are seen by every user of the machine.</summary>
internal sealed class PostgreSqlTool(string connectionString)
{
    /// <summary>How long a program waits for a lock that a running host holds.</summary>
    public const int LockTimeoutMilliseconds = 30_000;

    /// <summary>Runs one to its end and returns what it wrote.</summary>
    /// <exception cref="BackupException">It is not there, or failed; the message says what to do.</exception>
    public async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, takesInput: false);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? await output.ConfigureAwait(false)
                : throw new BackupException(Explain(program, await error.ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (!process.HasExited)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>
    /// Lets <c>psql</c> run what another program writes, in one transaction with what comes before it. The transaction is committed
    /// only by the last line, which is sent once that program has ended well.
    /// </summary>
    /// <exception cref="BackupException">One of them failed; the database is as it was.</exception>
    public async Task RunSqlAsync(string before, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var sql = Start("psql", ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"], takesInput: true);
        try
        {
            using var source = Start(program, arguments, takesInput: false);
            try
            {
                var output = sql.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
                var error = sql.StandardError.ReadToEndAsync(cancellationToken);
                var sourceError = source.StandardError.ReadToEndAsync(cancellationToken);
                await FeedAsync(sql, before, source, cancellationToken).ConfigureAwait(false);
                await sql.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                await output.ConfigureAwait(false);
                if (sql.ExitCode != 0)
                {
                    throw new BackupException(Explain("psql", await error.ConfigureAwait(false)));
                }

                if (source.ExitCode != 0)
                {
                    throw new BackupException(Explain(program, await sourceError.ConfigureAwait(false)));
                }
            }
            finally
            {
                End(source);
            }
        }
        finally
        {
            End(sql);
        }
    }

    /// <summary>What a program's complaint means; the first line of it where that is not known.</summary>
    internal static string Explain(string program, string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (error.Contains("server version mismatch", StringComparison.Ordinal))
        {
            var detail = Array.Find(lines, static line => line.Contains("server version:", StringComparison.Ordinal)) is { } found
                ? $" ({found[found.IndexOf("server version:", StringComparison.Ordinal)..]})"
                : string.Empty;
            return $"{program} is older than the server{detail}: install the client programs of the server's version.";
        }

        if (error.Contains("unsupported version", StringComparison.Ordinal))
        {
            return $"The backup was made by a newer pg_dump than this {program} can read: install the client programs of that version.";
        }

        if (error.Contains("does not appear to be a valid archive", StringComparison.Ordinal)
            || error.Contains("input file appears to be a text format dump", StringComparison.Ordinal)
            || error.Contains("input file is too short", StringComparison.Ordinal)
            || error.Contains("could not read from input file", StringComparison.Ordinal))
        {
            return "The backup is damaged or not one of PostgreSQL's.";
        }

        return error.Contains("lock timeout", StringComparison.Ordinal)
            ? "The tables are locked by a service or a session: stop it first."
            : $"{program} failed: {(lines.Length == 0 ? "it says nothing" : lines[0])}.";
    }

    private static async Task FeedAsync(Process sql, string before, Process source, CancellationToken cancellationToken)
    {
        // Past the writer, whose buffer would be written again when it is closed.
        var input = sql.StandardInput.BaseStream;
        try
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes($"BEGIN;\n{before}\n"), cancellationToken).ConfigureAwait(false);
            await source.StandardOutput.BaseStream.CopyToAsync(input, cancellationToken).ConfigureAwait(false);
            await source.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (source.ExitCode == 0)
            {
                await input.WriteAsync("\nCOMMIT;\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            input.Close();
        }
        catch (IOException)
        {
            // psql has ended at an error, which it tells itself; the source would wait for a reader for ever.
            End(source);
            await source.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private Process Start(string program, IEnumerable<string> arguments, bool takesInput)
    {
        var info = Describe(program, arguments);
        info.RedirectStandardInput = takesInput;
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new BackupException($"{program} is not there: install PostgreSQL's client programs, of the server's version, or export the documents instead.", e);
        }
    }

    private ProcessStartInfo Describe(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        PostgreSqlEnvironment.Set(info.Environment, new NpgsqlConnectionStringBuilder(connectionString));
        return info;
    }
}
