using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A network of two ends on this machine, one of them in a namespace of its own; pulled, neither end hears of it: no FIN, no RST, no ACK.</summary>
internal sealed class Cable : IDisposable
{
    private const int NewNetwork = 0x40000000;
    private static int _made;

    private readonly string _name;

    private Cable(string name, int number)
    {
        _name = name;

        // 198.18.0.0/15 is for tests of network devices and routed nowhere.
        Near = new IPAddress([198, 18, (byte)(number >> 6), (byte)(((number & 63) << 2) + 1)]);
        Far = new IPAddress([198, 18, (byte)(number >> 6), (byte)(((number & 63) << 2) + 2)]);
    }

    private IPAddress Near { get; }

    private IPAddress Far { get; }

    /// <summary>A cable; null where this process may not make one.</summary>
    public static Cable? TryLay()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var number = ((Environment.ProcessId * 16) + Interlocked.Increment(ref _made)) & 0x3FFF;
        var cable = new Cable($"ml{number}", number);
        if (!TryRun($"netns add {cable._name}"))
        {
            return null;
        }

        if (TryRun($"link add {cable._name}a type veth peer name {cable._name}b netns {cable._name}")
            && TryRun($"addr add {cable.Near}/30 dev {cable._name}a")
            && TryRun($"link set {cable._name}a up")
            && TryRun($"-n {cable._name} addr add {cable.Far}/30 dev {cable._name}b")
            && TryRun($"-n {cable._name} link set {cable._name}b up"))
        {
            return cable;
        }

        cable.Dispose();
        return null;
    }

    /// <summary>Has a host listen at the near end, too.</summary>
    public void ConnectTo(WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(Near, 0));

    /// <summary>Where such a host is found from the far end.</summary>
    public Uri AddressOf(StreamHost host) => new(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.Single(a => a.Contains($"//{Near}:", StringComparison.Ordinal)));

    /// <summary>A socket at the far end.</summary>
    public Socket NewSocket()
    {
        Socket? socket = null;
        Exception? failure = null;

        // A thread that ends: the namespace is the thread's, and one of the pool would keep it.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/var/run/netns/{_name}");
                if (SetNs((int)file.DangerousGetHandle(), NewNetwork) != 0)
                {
                    throw new InvalidOperationException($"setns failed: {Marshal.GetLastPInvokeError()}");
                }

                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("No socket at the far end.", failure);
    }

    /// <summary>Pulls the far end: it takes nothing and says nothing from here on. The near end stays up, so that the host's kernel sends into the void.</summary>
    public void Pull()
    {
        if (!TryRun($"-n {_name} addr flush dev {_name}b"))
        {
            throw new InvalidOperationException("The cable could not be pulled.");
        }
    }

    public void Dispose()
    {
        TryRun($"link del {_name}a");
        TryRun($"netns del {_name}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNs(int descriptor, int kind);

    private static bool TryRun(string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
