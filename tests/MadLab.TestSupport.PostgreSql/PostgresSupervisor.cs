using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>
/// A shell that starts and stops one server at our word, and stops it and removes its folder when our end of the pipe closes, however
/// this process ends: no run of the tests leaves a server behind.
/// </summary>
internal sealed class PostgresSupervisor : IAsyncDisposable
{
    private const string Script = """
        trap '' INT HUP TERM
        folder=$1
        shift
        server=
        end() { [ -z "$server" ] || { kill "-$1" "$server" 2>/dev/null; wait "$server"; server=; }; }
        destroy() {
          [ -n "$server" ] || return
          all="$server $(cat "/proc/$server/task/$server/children")"
          kill -KILL $all 2>/dev/null
          wait "$server"
          server=
          # The next server refuses the memory of the last one while a process still holds it; one that is dead and not reaped holds none.
          for one in $all; do
            while [ -e "/proc/$one/status" ] && ! grep -q '^State:.[ZX]' "/proc/$one/status" 2>/dev/null; do sleep 0.02; done
          done
        }
        while read -r word; do
          case $word in
            start) "$@" </dev/null & server=$! ;;
            KILL) destroy ;;
            *) end "$word" ;;
          esac
          echo done
        done
        end INT
        rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _shell;
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _lines = [];

    /// <param name="folder">The folder that goes with the server.</param>
    /// <param name="command">The server and its arguments.</param>
    public PostgresSupervisor(string folder, IEnumerable<string> command)
    {
        string[] words = [.. PostgresTools.AsNobody, "sh", "-c", Script, "postgres-supervisor", folder, .. command];
        var info = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["LC_ALL"] = "C";
        _shell = Process.Start(info) ?? throw new InvalidOperationException("The shell did not start.");
        _shell.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null)
            {
                _lines.Enqueue(e.Data);
                _log.Writer.TryWrite(e.Data);
            }
        };
        _shell.BeginErrorReadLine();
    }

    /// <summary>What the server has logged, all starts together.</summary>
    public string Log => string.Join('\n', _lines);

    /// <summary>Starts the server and returns once it takes connections.</summary>
    /// <returns>Whether it does; else it has ended.</returns>
    public async Task<bool> StartAsync()
    {
        while (_log.Reader.TryRead(out _))
        {
            // Of an earlier start.
        }

        await SayAsync("start");
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await _log.Reader.ReadAsync(patience.Token);
            if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                return true;
            }

            if (line.Contains("database system is shut down", StringComparison.Ordinal) || line.Contains("FATAL:  could not create any", StringComparison.Ordinal))
            {
                await StopAsync("INT");
                return false;
            }
        }
    }

    /// <summary>Sends the server a signal (INT: fast, QUIT: as a crash; KILL goes to all of its processes) and returns once it has ended.</summary>
    public Task StopAsync(string signal) => SayAsync(signal);

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _shell.WaitForExitAsync(patience.Token);
        _shell.Dispose();
    }

    private async Task SayAsync(string word)
    {
        await _shell.StandardInput.WriteLineAsync(word);
        await _shell.StandardInput.FlushAsync();
        if (await _shell.StandardOutput.ReadLineAsync().WaitAsync(Patience) != "done")
        {
            throw new InvalidOperationException($"The server's supervisor ended.\n{Log}");
        }
    }
}
