// Light and dark, and the charts that follow them: a chart is drawn again from its options whenever colours change.
const charts = [];
const darkPreferred = matchMedia("(prefers-color-scheme: dark)");

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  for (const chart of charts) chart.redraw();
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function liftColours() {
  return [0, 1, 2, 3].map((i) => colour("scale-" + i));
}

/** Distinguishable with the common colour-vision deficiencies (after Okabe and Ito), calmed down a little. */
function categoryColours() {
  return ["#2f8f83", "#d08a2e", "#4d7fc4", "#b4638f", "#7d8c3b", "#c65f45", "#5fb0cf", "#8a74c0", "#9a8873", "#7f8790"];
}

/** after: what to do once the chart is drawn, each time it is. */
function addChart(element, options, after = () => {}) {
  const chart = echarts.init(element, null, { renderer: "canvas" });
  const redraw = () => {
    chart.setOption(Object.assign(baseOptions(), options()), { notMerge: true });
    after(chart);
  };
  redraw();
  charts.push({ redraw, chart });
  new ResizeObserver(debounce(() => chart.resize())).observe(element);
  return { chart, redraw };
}

function baseOptions() {
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("soft") },
  };
}

function tooltip(formatter) {
  return {
    trigger: "item", confine: true, formatter, backgroundColor: colour("card"), borderColor: colour("line"),
    textStyle: { color: colour("ink"), fontSize: 13 },
  };
}

function axis(name, more) {
  return Object.assign({
    name, nameLocation: "middle", nameGap: 32, nameTextStyle: { color: colour("soft") },
    axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false },
    axisLabel: { color: colour("soft"), hideOverlap: true }, splitLine: { lineStyle: { color: colour("line") } },
  }, more);
}

setTheme(darkPreferred.matches ? "dark" : "light");
darkPreferred.addEventListener("change", (e) => setTheme(e.matches ? "dark" : "light"));
byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
let themeBeforePrint = "light";
addEventListener("beforeprint", () => {
  themeBeforePrint = document.documentElement.dataset.theme;
  setTheme("light");
});
addEventListener("afterprint", () => setTheme(themeBeforePrint));
