using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeaderHosting.AspNetCore;

/// <summary>Writes the answer of the health endpoint without reflection.</summary>
[JsonSerializable(typeof(LeadershipHealthResponse))]
internal sealed partial class LeadershipHealthJsonContext : JsonSerializerContext
{
    /// <summary>
    /// Camel case, and text as people write it (no <c>\u0027</c> for an apostrophe), as ASP.NET Core's own JSON answers do: the answer is
    /// <c>application/json</c>, never a part of an HTML page.
    /// </summary>
    public static readonly LeadershipHealthJsonContext Readable =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
