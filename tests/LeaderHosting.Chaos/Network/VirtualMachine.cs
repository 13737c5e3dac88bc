using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>
/// A network namespace with one address, and a thread that lives in it. Its packets go nowhere but through the <see cref="PacketRouter"/>.
/// </summary>
/// <remarks>
/// The namespace has no name and no file: it goes when this process and the ones started in it have gone, however they ended, so no run leaves anything
/// behind and two runs never meet.
/// </remarks>
internal sealed class VirtualMachine : IMachine, IDisposable
{
    private const string Device = "tun0";

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource<int> _device = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VirtualMachine(string name, IPAddress address, int prefixLength)
    {
        Name = name;
        Address = address;
        _thread = new Thread(() => Live($"{address}/{prefixLength}")) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IPAddress Address { get; }

    /// <summary>The file of its network device.</summary>
    public int DeviceFile { get; private set; } = -1;

    /// <summary>Makes a machine.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">This user may not.</exception>
    public static async Task<VirtualMachine> CreateAsync(string name, IPAddress address, int prefixLength)
    {
        var machine = new VirtualMachine(name, address, prefixLength);
        try
        {
            machine.DeviceFile = await machine._device.Task;
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> action)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                result.SetResult(action());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        return result.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
        if (DeviceFile >= 0)
        {
            _ = LinuxCalls.Close(DeviceFile);
        }
    }

    private void Live(string address)
    {
        try
        {
            LinuxCalls.EnterNewNetworkNamespace();
            var device = LinuxCalls.OpenTunDevice(Device);
            Configure($"link set lo up\naddr add {address} dev {Device}\nlink set {Device} up\n");
            _device.SetResult(device);
        }
        catch (Exception e)
        {
            _device.SetException(e);
        }

        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }

    /// <summary>Runs ip(8), which as a child of this thread lives in its namespace.</summary>
    private static void Configure(string commands)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", ["-batch", "-"]) { RedirectStandardInput = true, UseShellExecute = false })!;
        ip.StandardInput.Write(commands);
        ip.StandardInput.Close();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip -batch failed with exit code {ip.ExitCode}.");
        }
    }
}
