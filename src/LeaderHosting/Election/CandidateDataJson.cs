using System.Text.Json.Serialization;

namespace LeaderHosting.Election;

/// <summary>How <see cref="CandidateData"/> looks as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CandidateData.Details))]
internal sealed partial class CandidateDataJson : JsonSerializerContext;
