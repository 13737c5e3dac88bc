using System.Text.Json.Serialization;

namespace LeaderHosting.Election;

/// <summary>How <see cref="LeaderRecord"/> looks as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LeaderRecord))]
internal sealed partial class LeaderRecordJson : JsonSerializerContext;
