using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Kindred.Index.VectorData;

/// <summary>Reads the properties of a record type from its attributes or a definition and refuses what the store does not have.</summary>
internal sealed class RecordModelBuilder() : CollectionModelBuilder(new CollectionModelBuildingOptions
{
    SupportsMultipleVectors = true,
    RequiresAtLeastOneVector = false,
})
{
    private static readonly Type[] KeyTypes = [typeof(string), typeof(int), typeof(long), typeof(ulong), typeof(Guid)];

    private static readonly Type[] DataTypes =
    [
        typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal),
        typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
    ];

    /// <summary>Whether values of a vector property are vectors and not something that vectors are made of.</summary>
    public static bool IsVector(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(ReadOnlyMemory<float>) || plain == typeof(float[]) || plain == typeof(Embedding<float>));

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (!KeyTypes.Contains(keyProperty.Type))
        {
            throw new NotSupportedException($"The key '{keyProperty.ModelName}' is of type {keyProperty.Type.Name}; keys can be {Names(KeyTypes)}.");
        }
    }

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = $"{Names(DataTypes)}, their nullable forms, and arrays and lists of these";
        Type element = type.IsArray ? type.GetElementType()! : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? type.GenericTypeArguments[0] : type;
        return DataTypes.Contains(Nullable.GetUnderlyingType(element) ?? element);
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = "ReadOnlyMemory<float>, Embedding<float>, float[]";
        return IsVector(type);
    }

    protected override void ValidateProperty(PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        if (propertyModel is VectorPropertyModel vector)
        {
            VectorChecks.Dimensions(vector.Dimensions);
            VectorDistance.Check(vector);
        }
    }

    private static string Names(Type[] types) => string.Join(", ", types.Select(t => t.Name));
}
