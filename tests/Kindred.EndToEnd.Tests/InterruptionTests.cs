using System.Diagnostics;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

/// <summary>Killing the command at random moments never harms the workspace: the last committed state stays and the next run carries on.</summary>
public class InterruptionTests
{
    [Fact]
    public Task Five_kills_leave_the_last_committed_state() => KillAt(moments: 5, seed: 1);

    [Fact(Explicit = true)]
    public Task Fifty_kills_leave_the_last_committed_state() => KillAt(moments: 50, seed: 2);

    [Fact]
    public async Task Ctrl_C_ends_with_exit_code_130_and_a_valid_workspace()
    {
        using var folder = new TemporaryFolder();
        await GenerateAsync(folder, orders: 200_000);
        using Process process = KindredProcess.Start(folder.Location, "run", folder.File("shop/orders.csv"), "--quiet", "--json");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken);
        using (Process interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 130, $"exit code {process.ExitCode}\n{await output}\n{await error}");
        (await KindredProcess.RunAsync(folder.Location, "run", folder.File("shop/orders.csv"), "--json")).Expect(0);
    }

    private static async Task KillAt(int moments, int seed)
    {
        using var folder = new TemporaryFolder();
        await GenerateAsync(folder, orders: 20_000);
        string orders = folder.File("shop/orders.csv");
        string[] run = ["run", orders, "--json", "--quiet"];

        var clock = Stopwatch.StartNew();
        JsonElement undisturbed = (await KindredProcess.RunAsync(folder.Location, [.. run, "--workspace", "undisturbed"])).Expect(0).Json();
        double whole = clock.Elapsed.TotalMilliseconds;

        var random = new Random(seed);
        for (int moment = 0; moment < moments; moment++)
        {
            using Process process = KindredProcess.Start(folder.Location, [.. run, "--workspace", "killed", .. moment % 3 == 2 ? new[] { "--max-q", $"0.0{moment + 1}" } : []]);
            Task drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * whole), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await drained;
        }

        JsonElement after = (await KindredProcess.RunAsync(folder.Location, [.. run, "--workspace", "killed"])).Expect(0).Json();
        foreach (string key in new[] { "baskets", "products", "lines", "rules", "findings", "itemsets" })
        {
            Assert.Equal(undisturbed.GetProperty(key).GetRawText(), after.GetProperty(key).GetRawText());
        }
    }

    private static async Task GenerateAsync(TemporaryFolder folder, int orders) =>
        (await KindredProcess.RunAsync(folder.Location, "demo", "--generate-only", "--orders", $"{orders}", "--shop", "shop", "--quiet")).Expect(0);
}
