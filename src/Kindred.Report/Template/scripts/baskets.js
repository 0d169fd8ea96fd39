// What the baskets look like: figures and four small charts.
function drawBaskets(b) {
  show("baskets", "Baskets");
  figures(byId("basket-figures"), [
    ["baskets", format.integer(b.baskets)], ["products", format.integer(b.products)], ["product occurrences", format.integer(b.occurrences)],
    ["products in an average basket", b.baskets ? (b.occurrences / b.baskets).toFixed(1) : MISSING],
    ...(b.customers == null ? [] : [["customers", format.integer(b.customers)]]),
  ]);
  if (b.sizes.length) figureChart("Basket sizes", "How many baskets hold so many different products.", (e) => sizeOptions(b.sizes));
  if (b.topProducts.length) figureChart("Most bought", "The products in most baskets.", () => topOptions(b.topProducts.slice(0, 12)));
  if (b.popularity.length) figureChart("From best-seller to rarity", "Baskets of each product, from the most to the least bought; both axes grow by factors.", () => popularityOptions(b.popularity));
  if (b.ordersOverTime.length) figureChart("Orders over time", `${format.date(b.ordersOverTime[0].start)} to ${format.date(b.ordersOverTime.at(-1).start)}.`, () => timeOptions(b.ordersOverTime));
}

function figureChart(title, caption, options) {
  const chart = make("div", { class: "chart", role: "img", "aria-label": title + ". " + caption });
  byId("basket-charts").append(make("figure", null, make("h3", null, title), chart, make("figcaption", null, caption)));
  addChart(chart, options);
}

const countAxis = (name, more) => axis(name, Object.assign({ axisLabel: { color: colour("soft"), hideOverlap: true, formatter: format.compact } }, more));
const smallGrid = { left: 58, right: 18, top: 16, bottom: 48 };

/** One bar a size; the long tail is gathered in the last bar. */
function sizeBars(sizes) {
  const last = 30;
  const counts = new Map();
  for (const { size, baskets } of sizes) {
    const key = Math.min(size, last);
    counts.set(key, (counts.get(key) || 0) + baskets);
  }
  const top = Math.min(last, Math.max(...sizes.map((s) => s.size)));
  return Array.from({ length: top }, (_, i) => [i + 1 === last ? last + "+" : String(i + 1), counts.get(i + 1) || 0]);
}

function sizeOptions(sizes) {
  return {
    grid: smallGrid,
    tooltip: tooltip((e) => tip(e.value[0] === "1" ? "1 product" : e.value[0] + " products", format.count(e.value[1], "basket", "baskets"))),
    xAxis: axis("Different products in the basket", { type: "category", splitLine: { show: false } }),
    yAxis: countAxis("Baskets", { type: "value", nameGap: 44 }),
    series: [{ type: "bar", data: sizeBars(sizes), itemStyle: { color: colour("scale-1"), borderRadius: [3, 3, 0, 0] }, barCategoryGap: "18%" }],
  };
}

function topOptions(products) {
  const shown = [...products].reverse();
  return {
    grid: { left: 8, right: 52, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltip((e) => productTip(shown[e.dataIndex])),
    xAxis: { type: "value", show: false },
    yAxis: axis("", { type: "category", data: shown.map((p) => p.title), axisLine: { show: false }, axisLabel: { color: colour("ink"), width: innerWidth < 640 ? 120 : 190, overflow: "truncate", interval: 0, fontSize: 11 } }),
    series: [{ type: "bar", data: shown.map((p) => p.baskets), itemStyle: { color: colour("scale-1"), borderRadius: [0, 3, 3, 0] }, barCategoryGap: "28%", label: { show: true, position: "right", color: colour("soft"), formatter: (e) => format.integer(e.value) } }],
  };
}

function popularityOptions(points) {
  return {
    grid: smallGrid,
    tooltip: Object.assign(tooltip((es) => tip("Rank " + format.integer(es[0].value[0]), format.count(es[0].value[1], "basket", "baskets"))), { trigger: "axis" }),
    xAxis: countAxis("Rank", { type: "log", min: 1, max: "dataMax", splitLine: { show: false } }),
    yAxis: countAxis("Baskets", { type: "log", nameGap: 44 }),
    series: [{ type: "line", data: points.filter((p) => p.baskets > 0).map((p) => [p.rank, p.baskets]), showSymbol: false, lineStyle: { color: colour("accent"), width: 2 }, itemStyle: { color: colour("accent") }, areaStyle: { color: colour("accent"), opacity: 0.12 } }],
  };
}

function timeOptions(periods) {
  return {
    grid: smallGrid,
    tooltip: Object.assign(tooltip((es) => tip("From " + format.date(es[0].value[0]), format.count(es[0].value[1], "order", "orders"))), { trigger: "axis" }),
    xAxis: axis("", { type: "time", splitLine: { show: false } }),
    yAxis: countAxis("Orders", { type: "value", nameGap: 44 }),
    series: [{ type: "line", data: periods.map((p) => [p.start, p.orders]), showSymbol: false, lineStyle: { color: colour("accent"), width: 2 }, itemStyle: { color: colour("accent") }, areaStyle: { color: colour("accent"), opacity: 0.12 } }],
  };
}
