// Findings, method, readiness, truth, time, and sections that later parts of Kindred add.
function drawFindings(findings) {
  show("findings", "Findings");
  byId("finding-list").append(...findings.map((f) => make("li", null, make("h3", { dir: "auto" }, f.headline), make("p", { dir: "auto" }, f.text))));
}

function drawMethod(model) {
  const parts = [];
  if (model.mining) parts.push(miningFacts(model.mining));
  if (model.readiness.length) parts.push(statements(model.readiness));
  if (model.truth) parts.push(truthTable(model.truth.rows));
  if (model.stages.length) parts.push(stageTable(model.stages));
  if (!parts.length) return;
  show("method", "Method");
  byId("method-body").append(make("div", { class: "stack" }, ...parts));
}

function miningFacts(m) {
  const pairs = [["Algorithm", m.algorithm], ["A set counts from", format.count(m.minCount, "basket", "baskets")], ...m.settings.map((f) => [f.name, f.value])];
  if (m.itemsetsByLength.length) {
    const total = m.itemsetsByLength.reduce((sum, l) => sum + l.itemsets, 0);
    const lengths = m.itemsetsByLength.map((l) => `${format.integer(l.itemsets)} of ${format.count(l.length, "product", "products")}`);
    pairs.push(["Itemsets found", `${format.integer(total)}: ${lengths.join(", ")}`]);
  }
  if (m.hypothesesTested != null) pairs.push(["Combinations tested", format.integer(m.hypothesesTested)]);
  if (m.correction) pairs.push(["Correction for testing many", m.correction]);
  if (m.holdOut) pairs.push(["Held out", m.holdOut]);
  return facts(pairs);
}

function statements(list) {
  const words = { good: "Enough.", caution: "With care.", poor: "Not enough." };
  return make("div", null, make("h3", null, "What this amount of data can prove"),
    make("ul", { class: "statements" }, ...list.map((s) => make("li", { class: s.level }, make("strong", null, words[s.level]), s.text, s.advice ? make("p", null, s.advice) : null))));
}

function truthTable(rows) {
  const share = (a, b) => (b ? format.percent(a / b) : MISSING);
  return plainTable("Findings against the planted truth", [
    { title: "Kind", cell: (r) => r.kind }, { title: "Planted", number: true, cell: (r) => format.integer(r.planted) }, { title: "Reported", number: true, cell: (r) => format.integer(r.found) },
    { title: "Correct", number: true, cell: (r) => format.integer(r.correct) }, { title: "Of the reported, correct", number: true, cell: (r) => share(r.correct, r.found) },
    { title: "Of the planted, found", number: true, cell: (r) => share(r.correct, r.planted) },
  ], rows);
}

function stageTable(stages) {
  const total = { stage: "In all", seconds: stages.reduce((sum, s) => sum + s.seconds, 0) };
  return plainTable("Time", [{ title: "Stage", cell: (s) => s.stage }, { title: "Seconds", number: true, cell: (s) => format.seconds(s.seconds) }], [...stages, total]);
}

function drawSection(section, index) {
  const id = "section-" + index;
  const host = make("section", { id }, make("h2", { dir: "auto" }, section.title), make("p", { class: "intro", dir: "auto" }, section.text));
  byId("further").append(host);
  show(id, section.title);
  if (section.bars.length) drawBars(section, host);
  for (const table of section.tables) host.append(sectionTable(table));
}

function drawBars(section, host) {
  const chart = make("div", { class: "chart", role: "img", "aria-label": section.title + ". The table below holds the same numbers." });
  chart.style.height = 80 + 30 * section.bars.length + "px";
  host.append(make("figure", null, chart), make("details", null, make("summary", null, "As a table"), make("div", null, barTable(section))));
  addChart(chart, () => barOptions(section));
}

// A model with its settings is one long word: it may break behind their signs.
const breakable = (title) => title.replace(/[:;=]/g, "$&\u200b");

function sectionTable(table) {
  return plainTable(table.caption, table.columns.map((title, i) => ({ title: breakable(title), number: i > 0, cell: (row) => row[i] })), table.rows);
}

const barValue = (x) => Number(x.toPrecision(4)).toString();

function barTable(section) {
  return plainTable(section.title, [
    { title: "Name", cell: (b) => b.label }, { title: section.unit || "Value", number: true, cell: (b) => withRange(b.value, b.interval, barValue) },
  ], section.bars);
}

function barOptions(section) {
  const bars = [...section.bars].reverse();
  const whisker = (params, api) => {
    const y = api.coord([0, api.value(0)])[1];
    const [from, to] = [api.coord([api.value(1), 0])[0], api.coord([api.value(2), 0])[0]];
    const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour("ink"), lineWidth: 1.5 } });
    return { type: "group", children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)] };
  };
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 40, containLabel: true },
    tooltip: tooltip((e) => tip(bars[e.dataIndex].label, barValue(bars[e.dataIndex].value), bars[e.dataIndex].interval && format.range(bars[e.dataIndex].interval, barValue))),
    xAxis: axis(section.unit || "", { type: "value", nameGap: 26 }),
    yAxis: axis("", { type: "category", data: bars.map((b) => b.label), axisLabel: { color: colour("ink"), interval: 0, width: 180, overflow: "truncate" } }),
    series: [
      { type: "bar", data: bars.map((b) => b.value), itemStyle: { color: colour("scale-1"), borderRadius: [0, 3, 3, 0] }, barCategoryGap: "30%" },
      { type: "custom", renderItem: whisker, encode: { x: [1, 2], y: 0 }, z: 3, silent: true, data: bars.flatMap((b, i) => (b.interval ? [[i, b.interval.lower, b.interval.upper]] : [])) },
    ],
  };
}
