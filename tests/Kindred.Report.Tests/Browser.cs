using Microsoft.Playwright;

namespace Kindred.Report.Tests;

/// <summary>Chromium, started once for all tests of a class; null where the machine has none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    // No sandbox: the tests may run as root. The rest keeps the browser itself away from the network.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens the report of <paramref name="model"/>, or skips the test where there is no Chromium.</summary>
    internal async Task<OpenReport> OpenAsync(ReportModel model, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, $"Chromium is not at {Executable}.");
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = width < 600,
            IsMobile = width < 600,
            AcceptDownloads = true,
        });
        string file = Path.Combine(Directory.CreateTempSubdirectory("kindred-report-").FullName, "report.html");
        await using (FileStream stream = File.Create(file))
        {
            HtmlReport.Write(model, stream);
        }

        return await OpenReport.StartAsync(context, file);
    }
}

/// <summary>One report in one tab, with everything it complained about or asked for.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _file;

    private OpenReport(IBrowserContext context, IPage page, string file)
    {
        (_context, Page, _file) = (context, page, file);
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<OpenReport> StartAsync(IBrowserContext context, string file)
    {
        var report = new OpenReport(context, await context.NewPageAsync(), file);
        await report.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await report.Page.Locator("html[data-ready=true]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        return report;
    }

    /// <summary>How many different colours the canvas of a chart holds: one or two would be an empty chart.</summary>
    public Task<int> ColoursAsync(string selector) => Page.EvaluateAsync<int>(
        """
        selector => {
          const canvas = document.querySelector(selector + " canvas");
          const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(pixels).size;
        }
        """, selector);

    /// <summary>The picture of a chart, to see whether it changed.</summary>
    public Task<string> PictureAsync(string selector) =>
        Page.EvaluateAsync<string>("selector => document.querySelector(selector + ' canvas').toDataURL()", selector);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }
}
