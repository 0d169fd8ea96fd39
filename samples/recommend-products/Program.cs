// Trains a model on baskets, recommends for an open basket and for a customer nobody has seen, says why, and keeps the model in a file.
using Kindred.Domain;
using Kindred.Models;

string[][] baskets =
[
    ["teapot", "tea", "cups"], ["teapot", "cups"], ["tea", "cups", "sugar"], ["teapot", "tea"],
    ["running shoes", "sports socks"], ["running shoes", "sports socks", "water bottle"], ["sports socks", "water bottle"],
];
var products = new Vocabulary(baskets.SelectMany(b => b).Distinct());
var data = new InteractionBuilder(products);
for (int basket = 0; basket < baskets.Length; basket++)
{
    foreach (string product in baskets[basket])
    {
        data.Add(basket, RowOf(product));
    }
}

// Every kind of model by its name; options as in docs/hyper-parameters.md, or as a record (EaseModel.Train(data, new EaseOptions { … }, …)).
ModelDefinition kind = ModelRegistry.Get("ease");
IRecommender model = kind.Train(data.Build(), kind.ParseOptions(["regularization=1"]), new TrainingOptions { Seed = 1 });

RecommendationQuery basketQuery = RecommendationQuery.ForBasket(new[] { RowOf("teapot") });
Show("with a teapot in the basket:", model.Recommend(basketQuery, 2));
Explanation why = model.Explain(basketQuery, RowOf("cups"));
foreach (Contribution part in why.Contributions)
{
    Console.WriteLine($"  cups: {part.Amount:+0.000;-0.000} {part.Reason} {(part.Item is { } row ? model.Items[row] : string.Empty)}");
}

// A new customer is his history. Umbrellas are not sold here, which does not matter.
Show("to a new customer who bought socks, but no bottles:", model.Recommend(
    RecommendationQuery.ForHistory(new[] { RowOf("sports socks"), RowOf("umbrella") }), 2, new RecommendFilter { Only = row => products[row].Value != "water bottle" }));

string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
using (FileStream target = File.Create(file))
{
    model.Save(target);
}

using (FileStream source = File.OpenRead(file))
{
    Show("the same from the file:", ModelRegistry.Load(source).Recommend(basketQuery, 2));
}

File.Delete(file);

// Models take rows; −1, as any row they do not have, is passed over.
int RowOf(string id) => products.TryGetRow(new ProductId(id), out int row) ? row : -1;

void Show(string title, ScoredList list)
{
    Console.WriteLine(title);
    for (int rank = 0; rank < list.Count; rank++)
    {
        Console.WriteLine($"  {list[rank].Score:0.000}  {products[list[rank].Row]}");
    }
}
