using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;

namespace Kindred.Index.VectorData;

/// <summary>Compiles a filter over records into one over stored values, so that no record is put together only to be asked.</summary>
internal sealed class RecordFilter : FilterTranslatorBase
{
    private static readonly ParameterExpression Values = Expression.Parameter(typeof(object?[]), "values");

    private readonly RecordSchema _schema;

    private RecordFilter(RecordSchema schema) => _schema = schema;

    /// <summary>Compiles a filter; null for none.</summary>
    /// <exception cref="NotSupportedException">The filter uses a vector or the record as a whole.</exception>
    public static Func<object?[], bool>? Compile<TRecord>(RecordSchema schema, Expression<Func<TRecord, bool>>? filter) =>
        filter is null ? null : new RecordFilter(schema).Compile(filter);

    private Func<object?[], bool> Compile(LambdaExpression filter)
    {
        Expression body = PreprocessFilter(filter, _schema.Model, new FilterPreprocessingOptions());
        return Expression.Lambda<Func<object?[], bool>>(new Rewriter(this).Visit(body)!, Values).Compile();
    }

    private sealed class Rewriter(RecordFilter filter) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) =>
            node is not null && filter.TryBindProperty(node, out PropertyModel? property) ? ValueOf(property, node.Type) : base.Visit(node);

        protected override Expression VisitParameter(ParameterExpression node) => node != filter.RecordParameter ? node
            : throw new NotSupportedException("The filter uses the record as a whole; use its key and data properties.");

        private UnaryExpression ValueOf(PropertyModel property, Type type) => property is VectorPropertyModel
            ? throw new NotSupportedException($"The filter uses the vector property '{property.ModelName}'; use key and data properties.")
            : Expression.Convert(Expression.ArrayIndex(Values, Expression.Constant(filter._schema.IndexOf(property))), type);
    }
}
