// The account of the data: from rows read to rows mined, files, rejections, cleaning rules.
function drawQuality(q) {
  show("quality", "Data");
  const body = make("div", { class: "stack" }, funnel(q));
  if (q.files.length) body.append(filesTable(q.files));
  if (q.rejected.length) body.append(rejectedTable(q.rejected));
  if (q.cleaning.length) body.append(cleaningTable(q.cleaning));
  byId("quality-body").append(body);
}

function funnel(q) {
  const steps = [["Rows read", q.rowsRead], ["Taken into the workspace", q.rowsTaken], ["Left after cleaning", q.rowsAfterCleaning]];
  const most = Math.max(1, ...steps.map(([, n]) => n));
  return make("ul", { class: "funnel" }, ...steps.map(([name, n]) => {
    const bar = make("i");
    bar.style.width = `calc((100% - 11rem) * ${n / most})`;
    return make("li", null, make("span", null, name), make("span", { class: "bar" }, bar, `${format.integer(n)} (${format.percent(n / most)})`));
  }));
}

function filesTable(files) {
  return plainTable("Files", [
    { title: "File", cell: (f) => f.name }, { title: "Holds", cell: (f) => f.kind }, { title: "Format", cell: (f) => f.format },
    { title: "Rows read", number: true, cell: (f) => format.integer(f.rowsRead) }, { title: "Taken", number: true, cell: (f) => format.integer(f.rowsTaken) },
    { title: "Rejected", number: true, cell: (f) => format.integer(f.rejected) },
  ], files);
}

function rejectedTable(rejected) {
  return plainTable("Set aside at import", [
    { title: "Reason", cell: (r) => r.reason }, { title: "Count", number: true, cell: (r) => format.integer(r.count) }, { title: "Example", cell: (r) => r.example || MISSING },
  ], rejected);
}

function cleaningTable(steps) {
  return plainTable("Cleaning rules", [
    { title: "Rule", cell: (s) => make("span", { class: s.enabled ? null : "off" }, s.name + (s.enabled ? "" : " (off)")) },
    { title: "What it did", cell: cleaningWords },
    { title: "Lines", number: true, cell: (s) => format.integer(s.lines) },
  ], steps);
}

function cleaningWords(step) {
  const holder = make("div", null, step.description);
  if (step.examples.length) holder.append(make("ul", { class: "examples" }, ...step.examples.map((e) => make("li", { dir: "auto" }, e))));
  return holder;
}
