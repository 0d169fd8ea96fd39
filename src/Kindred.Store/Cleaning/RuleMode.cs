using System.Text.Json.Serialization;

namespace Kindred.Store.Cleaning;

/// <summary>What a cleaning rule may do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleMode>))]
public enum RuleMode
{
    /// <summary>The rule does not run.</summary>
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>What the rule finds is counted and shown; no line changes.</summary>
    [JsonStringEnumMemberName("count")]
    Count,

    /// <summary>What the rule finds is removed, merged or filled, as the rule says, and can be looked up afterwards.</summary>
    [JsonStringEnumMemberName("apply")]
    Apply,
}
