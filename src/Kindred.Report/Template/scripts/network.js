// The strongest pairs as a network. The layout is computed once for each filter, from fixed starting places: same data, same picture.
const NETWORK_LINKS = 100;
const OTHER = "Other";

const topLevel = (product) => (product.category ? product.category.split(">")[0].trim() : OTHER);

function drawNetwork(edges, products) {
  show("network", "Network");
  const links = sorted(edges.map((e) => Object.assign({}, e, { a: products[e.a], b: products[e.b] })), (e) => e.lift, true);
  const categories = networkCategories(links);
  fillCategories(categories);
  const slider = byId("network-lift");
  const least = () => liftAt(Number(slider.value), links);
  const { chart, redraw } = addChart(byId("network-chart"), () => {
    const shown = networkFilter(links, least());
    describe(links, shown, least());
    return networkOptions(shown.slice(0, NETWORK_LINKS), categories);
  }, fitNetwork);
  keepPageScrolling(byId("network-chart"));
  const scale = (factor) => {
    chart.dispatchAction({ type: "graphRoam", seriesIndex: 0, zoom: factor, originX: chart.getWidth() / 2, originY: chart.getHeight() / 2 });
  };
  byId("network-in").addEventListener("click", () => scale(1.4));
  byId("network-out").addEventListener("click", () => scale(1 / 1.4));
  byId("network-reset").addEventListener("click", redraw);
  for (const id of ["network-search", "network-category", "network-lift"]) byId(id).addEventListener("input", debounce(redraw));
}

/** Moves and scales the finished layout into the frame, with room for the labels on the right. */
function fitNetwork(chart) {
  const series = chart.getModel().getSeriesByIndex(0);
  const nodes = series.getData();
  if (nodes.count() === 0) return;
  const places = nodes.mapArray((i) => series.coordinateSystem.dataToPoint(nodes.getItemLayout(i)));
  const [left, right] = [Math.min(...places.map((p) => p[0])), Math.max(...places.map((p) => p[0]))];
  const [top, bottom] = [Math.min(...places.map((p) => p[1])), Math.max(...places.map((p) => p[1]))];
  const width = chart.getWidth();
  const height = chart.getHeight();
  const factor = Math.min((0.82 * width) / Math.max(right - left, 1), (0.9 * height) / Math.max(bottom - top, 1), 3);
  chart.dispatchAction({ type: "graphRoam", seriesIndex: 0, dx: 0.45 * width - (left + right) / 2, dy: 0.5 * height - (top + bottom) / 2 });
  chart.dispatchAction({ type: "graphRoam", seriesIndex: 0, zoom: factor, originX: 0.45 * width, originY: 0.5 * height });
}

/** The slider moves along the sorted lifts, so that each step hides about as many links as the one before. */
function liftAt(percent, links) {
  return links[Math.round((1 - percent / 100) * (links.length - 1))].lift;
}

function networkCategories(links) {
  const counts = new Map();
  for (const product of new Set(links.flatMap((e) => [e.a, e.b]))) counts.set(topLevel(product), (counts.get(topLevel(product)) || 0) + 1);
  return [...counts].sort((x, y) => y[1] - x[1]).map(([name]) => name);
}

function fillCategories(categories) {
  byId("network-category-label").hidden = categories.length < 2;
  for (const name of categories) byId("network-category").append(make("option", { value: name }, name));
}

function networkFilter(links, lift) {
  const words = byId("network-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const category = byId("network-category").value;
  const named = (p) => words.every((word) => (p.title + " " + p.id).toLowerCase().includes(word));
  return links.filter((e) => e.lift >= lift && (!category || topLevel(e.a) === category || topLevel(e.b) === category)
    && (words.length === 0 || named(e.a) || named(e.b)));
}

function describe(links, shown, lift) {
  byId("network-lift-value").textContent = format.lift(lift);
  const drawn = shown.slice(0, NETWORK_LINKS);
  const best = shown.length > NETWORK_LINKS ? `the strongest ${NETWORK_LINKS} of ${format.integer(shown.length)} matching links` : format.count(shown.length, "link", "links");
  byId("network-caption").textContent = shown.length === 0 ? "No link matches. Loosen a filter to see more." : `Shown: ${best}. ${format.integer(links.length)} links in this file.`;
  byId("network-list").replaceChildren(plainTable("Links shown above", [
    { title: "Product", cell: (e) => e.a.title }, { title: "and", cell: (e) => e.b.title },
    { title: "Baskets with both", number: true, cell: (e) => format.integer(e.both) }, { title: "Lift", number: true, cell: (e) => format.lift(e.lift) },
  ], drawn));
}

function networkOptions(links, categories) {
  const products = [...new Set(links.flatMap((e) => [e.a, e.b]))];
  const most = Math.max(1, ...products.map((p) => p.baskets));
  const strongest = Math.log(Math.max(2, ...links.map((e) => e.lift)));
  const palette = categoryColours();
  const tint = (p) => palette[Math.min(categories.indexOf(topLevel(p)), palette.length - 1)];
  const narrow = innerWidth < 640;
  return {
    tooltip: tooltip((e) => (e.dataType === "edge" ? linkTip(links[e.dataIndex]) : productTip(products[e.dataIndex]))),
    series: [{
      type: "graph", layout: "force", roam: true, scaleLimit: { min: 0.2, max: 12 }, draggable: false,
      left: "8%", right: "8%", top: "6%", bottom: "6%",
      force: { initLayout: "circular", repulsion: narrow ? 60 : 110, edgeLength: narrow ? [18, 60] : [30, 90], gravity: 0.12, layoutAnimation: false },
      data: products.map((p, i) => ({ id: String(i), name: p.title, symbolSize: 7 + 21 * Math.sqrt(p.baskets / most), itemStyle: { color: tint(p), borderColor: colour("card"), borderWidth: 1.5 } })),
      links: links.map((e) => ({
        source: String(products.indexOf(e.a)), target: String(products.indexOf(e.b)),
        lineStyle: { width: 0.8 + 4 * Math.max(0, Math.log(e.lift)) / strongest },
      })),
      lineStyle: { color: colour("soft"), opacity: 0.4, curveness: 0.08 },
      label: { show: true, position: "right", color: colour("ink"), fontSize: 11, width: narrow ? 90 : 150, overflow: "truncate", textBorderColor: colour("card"), textBorderWidth: 3 },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: "adjacency", label: { show: true, fontWeight: "bold" }, lineStyle: { opacity: 0.9 } },
    }],
  };
}

function linkTip(e) {
  return tip(`${e.a.title} and ${e.b.title}`, `together in ${format.count(e.both, "basket", "baskets")}`, `lift ${format.lift(e.lift)}`, e.q == null ? null : `q ${format.probability(e.q)}`);
}

function productTip(p) {
  return tip(p.title, `in ${format.count(p.baskets, "basket", "baskets")}`, p.category, `id ${p.id}`);
}

/** The wheel scrolls the page as everywhere; with Ctrl it zooms the network. */
function keepPageScrolling(element) {
  element.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  }, { capture: true });
}
