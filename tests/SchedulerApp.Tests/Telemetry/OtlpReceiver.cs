using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SchedulerApp.Tests;

/// <summary>Takes what is exported by OTLP over HTTP, on a free port of 127.0.0.1. Thread-safe.</summary>
/// <remarks>Strings stand in protobuf as they are, in UTF-8, so that a name can be looked for without reading the rest.</remarks>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Whether one request to a path held all of these texts.</summary>
    public bool HasReceived(string path, params IEnumerable<string> texts)
    {
        var sought = texts.Select(Encoding.UTF8.GetBytes).ToList();
        return _requests.Any(request => request.Path == path && sought.TrueForAll(text => request.Body.AsSpan().IndexOf(text) >= 0));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public override string ToString() => string.Join(", ", _requests.Select(static request => $"{request.Path} ({request.Body.Length} bytes)"));

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _requests.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
