// Support × confidence, coloured by lift on a logarithmic scale.
function drawScatter(rules, open) {
  show("map", "Map");
  const lifts = rules.map((r) => Math.log10(r.lift)).filter(Number.isFinite);
  const low = Math.min(...lifts);
  const high = Math.max(...lifts, low + 0.01);
  // The strongest are drawn last, on top.
  const order = sorted(rules, (r) => r.lift, false);
  const points = order.map((r) => [r.support, r.confidence, Math.log10(r.lift)]);
  const { chart } = addChart(byId("scatter"), () => scatterOptions(order, points, low, high));
  chart.on("click", (event) => open(order[event.dataIndex]));
  byId("scatter-caption").textContent = `${format.count(rules.length, "rule", "rules")}. Both the horizontal axis and the colour grow by factors (logarithmic). Drag the ends of the lift scale to show only part of the rules.`;
}

function scatterOptions(order, points, low, high) {
  const narrow = innerWidth < 640;
  return {
    grid: { left: 52, right: narrow ? 14 : 24, top: 16, bottom: 100, containLabel: false },
    tooltip: tooltip((e) => ruleTip(order[e.dataIndex])),
    xAxis: axis("Support: share of baskets with both", { type: "log", min: "dataMin", max: "dataMax", minorTick: { show: true }, axisLabel: { color: colour("soft"), hideOverlap: true, formatter: format.percent } }),
    yAxis: axis("Confidence", { type: "value", min: 0, max: 1, nameGap: 40, axisLabel: { color: colour("soft"), formatter: (v) => Math.round(100 * v) + " %" } }),
    visualMap: {
      type: "continuous", min: low, max: high, dimension: 2, calculable: true, orient: "horizontal", left: "center", bottom: 0,
      itemWidth: 12, itemHeight: narrow ? 130 : 220, precision: 3, text: ["lift " + format.lift(10 ** high), format.lift(10 ** low)],
      formatter: (v) => format.lift(10 ** v), inRange: { color: liftColours() }, outOfRange: { opacity: 0.05 }, textStyle: { color: colour("soft") },
    },
    series: [{ type: "scatter", data: points, symbolSize: points.length > 1500 ? 6 : 9, itemStyle: { opacity: 0.8 }, emphasis: { scale: 1.8, itemStyle: { opacity: 1, borderColor: colour("ink"), borderWidth: 1 } } }],
  };
}

function ruleTip(r) {
  return tip(`${titlesOf(r.antecedent)} → ${titlesOf(r.consequent)}`,
    `together in ${format.integer(r.both)} of ${format.integer(r.baskets)} baskets (${format.percent(r.support)})`,
    `confidence ${format.percent(r.confidence)} · lift ${format.lift(r.lift)}`,
    r.q == null ? null : `q ${format.probability(r.q)}`,
    r.holdOut ? (r.holdOut.confirmed ? "confirmed in later orders" : "not confirmed in later orders") : null);
}
