// Reads the data and draws every part that has some.
const data = JSON.parse(byId("data").textContent);
const model = data.model;
const products = data.products.map(([id, title, category, baskets]) => ({ id, title, category, baskets }));
const rules = resolveRules(model.rules, products);
model.baskets.topProducts = model.baskets.topProducts.map((row) => products[row]);

const rulesInAll = model.rulesInAll ?? rules.length;
const confirmed = rules.filter((r) => r.holdOut && r.holdOut.confirmed).length;
const tested = rules.filter((r) => r.holdOut).length;
byId("subtitle").textContent = `Which products belong together, and how sure that is. Made on ${format.date(model.generatedAt)}.`;
figures(byId("headline-figures"), [
  ["baskets", format.integer(model.baskets.baskets)],
  ["products", format.integer(model.baskets.products)],
  ["rules", format.integer(rulesInAll)],
  ...(tested ? [["rules confirmed in later orders", format.percent(confirmed / tested)]] : []),
]);

let openRule = () => {};
if (model.findings.length) drawFindings(model.findings);
if (rules.length) drawScatter(rules, (rule) => openRule(rule));
if (model.network.length) drawNetwork(model.network, products);
if (rules.length) openRule = drawRules(rules, rulesInAll);
drawBaskets(model.baskets);
if (model.dataQuality) drawQuality(model.dataQuality);
drawMethod(model);
model.sections.forEach(drawSection);
byId("contents").append(make("li", null, make("a", { href: "#reading" }, "How to read")));
document.documentElement.dataset.ready = "true";
