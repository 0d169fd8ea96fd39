// The rule table: columns, filters, the account of one rule in words, and CSV.
const KINDS = { unknown: "Undecided", complement: "Complement", substitute: "Substitute", coincidence: "Coincidence", sequence: "Sequence" };

const titlesOf = (side) => side.map((p) => p.title).join(" + ");
const idsOf = (side) => side.map((p) => p.id).join(" + ");

/** Rules with product rows replaced by products and a lower-case text to search in. */
function resolveRules(rules, products) {
  return rules.map((rule) => {
    const antecedent = rule.antecedent.map((row) => products[row]);
    const consequent = rule.consequent.map((row) => products[row]);
    const text = [...antecedent, ...consequent].map((p) => p.title + " " + p.id).join(" ").toLowerCase();
    return Object.assign({}, rule, { antecedent, consequent, text });
  });
}

function side(products) {
  const holder = make("span");
  for (const p of products) holder.append(make("span", { class: "product", dir: "auto", title: p.id }, p.title));
  return holder;
}

function withRange(value, interval, one) {
  const holder = make("span", null, one(value));
  if (interval) holder.append(make("span", { class: "range-note" }, one === format.percent ? format.percentRange(interval) : format.range(interval, one)));
  return holder;
}

function heldOut(rule) {
  if (!rule.holdOut) return MISSING;
  const mark = make("span", { class: "badge " + (rule.holdOut.confirmed ? "yes" : "no") }, rule.holdOut.confirmed ? "✓ yes" : "✗ no");
  return make("span", null, mark, make("span", { class: "range-note" }, "lift " + format.lift(rule.holdOut.lift)));
}

function ruleColumns(rules) {
  const columns = [
    { id: "if", title: "Who buys", side: true, key: (r) => titlesOf(r.antecedent).toLowerCase(), cell: (r) => side(r.antecedent) },
    { id: "then", title: "also buys", side: true, key: (r) => titlesOf(r.consequent).toLowerCase(), cell: (r) => side(r.consequent) },
    { id: "both", title: "Baskets", number: true, key: (r) => r.both, cell: (r) => format.integer(r.both) },
    { id: "support", title: "Support", number: true, key: (r) => r.support, cell: (r) => format.percent(r.support) },
    { id: "confidence", title: "Confidence", number: true, key: (r) => r.confidence, cell: (r) => withRange(r.confidence, r.confidenceInterval, format.percent) },
    { id: "reverse", title: "Reversed", number: true, key: (r) => r.reverseConfidence, cell: (r) => withRange(r.reverseConfidence, r.reverseConfidenceInterval, format.percent) },
    { id: "lift", title: "Lift", number: true, key: (r) => r.lift, cell: (r) => withRange(r.lift, r.liftInterval, format.lift) },
  ];
  if (rules.some((r) => r.q != null)) columns.push({ id: "q", title: "q-value", number: true, first: "ascending", key: (r) => r.q, cell: (r) => format.probability(r.q) });
  if (rules.some((r) => r.holdOut)) columns.push({ id: "later", title: "Held later", number: true, key: (r) => (r.holdOut ? (r.holdOut.confirmed ? 1e9 : 0) + (r.holdOut.lift || 0) : null), cell: heldOut });
  if (rules.some((r) => r.kind !== "unknown")) columns.push({ id: "kind", title: "Kind", key: (r) => KINDS[r.kind], cell: (r) => make("span", { class: "badge " + r.kind }, KINDS[r.kind]) });
  return columns;
}

function ruleAccount(r) {
  const a = titlesOf(r.antecedent);
  const c = titlesOf(r.consequent);
  const lines = [
    `Both are in ${format.count(r.both, "basket", "baskets")} of ${format.integer(r.baskets)}. ${format.integer(r.antecedentBaskets)} hold ${a}; ${format.integer(r.consequentBaskets)} hold ${c}.`,
    `Of those with ${a}, ${format.percent(r.confidence)} also hold ${c}; the other way round it is ${format.percent(r.reverseConfidence)}. That is ${format.lift(r.lift)} times what chance gives.`,
  ];
  if (r.p != null || r.q != null) lines.push(`p-value ${format.probability(r.p)}, q-value ${format.probability(r.q)} after allowing for every combination tested.`);
  if (r.holdOut) lines.push(`In the later, held-out orders: ${format.integer(r.holdOut.both)} of ${format.integer(r.holdOut.baskets)} baskets hold both, lift ${format.lift(r.holdOut.lift)}; ${r.holdOut.confirmed ? "the rule holds again." : "the rule is not confirmed."}`);
  lines.push(`Ids: ${idsOf(r.antecedent)} → ${idsOf(r.consequent)}`);
  return make("div", null, ...lines.map((line) => make("p", { dir: "auto" }, line)));
}

const CSV_COLUMNS = [
  ["antecedent_ids", (r) => idsOf(r.antecedent)], ["antecedent_titles", (r) => titlesOf(r.antecedent)],
  ["consequent_ids", (r) => idsOf(r.consequent)], ["consequent_titles", (r) => titlesOf(r.consequent)],
  ["kind", (r) => r.kind], ["both", (r) => r.both], ["antecedent_baskets", (r) => r.antecedentBaskets],
  ["consequent_baskets", (r) => r.consequentBaskets], ["baskets", (r) => r.baskets], ["support", (r) => r.support],
  ["confidence", (r) => r.confidence], ["confidence_lower", (r) => r.confidenceInterval?.lower], ["confidence_upper", (r) => r.confidenceInterval?.upper],
  ["reverse_confidence", (r) => r.reverseConfidence], ["reverse_confidence_lower", (r) => r.reverseConfidenceInterval?.lower],
  ["reverse_confidence_upper", (r) => r.reverseConfidenceInterval?.upper],
  ["lift", (r) => r.lift], ["lift_lower", (r) => r.liftInterval?.lower], ["lift_upper", (r) => r.liftInterval?.upper],
  ["p", (r) => r.p], ["q", (r) => r.q], ["held_out_confirmed", (r) => r.holdOut?.confirmed], ["held_out_both", (r) => r.holdOut?.both],
  ["held_out_baskets", (r) => r.holdOut?.baskets], ["held_out_lift", (r) => r.holdOut?.lift],
];

/** One CSV cell. Text that a spreadsheet would run as a formula gets a leading apostrophe. */
function csvCell(value) {
  if (value == null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function rulesCsv(rules) {
  const lines = [CSV_COLUMNS.map(([name]) => name), ...rules.map((r) => CSV_COLUMNS.map(([, value]) => csvCell(value(r))))];
  return "\uFEFF" + lines.map((cells) => cells.join(",")).join("\r\n") + "\r\n";
}

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function ruleFilter() {
  const words = byId("rule-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const lift = Number(byId("rule-lift").value) || 0;
  const confidence = (Number(byId("rule-confidence").value) || 0) / 100;
  const kind = byId("rule-kind").value;
  const confirmed = byId("rule-confirmed").checked;
  return (r) => r.lift >= lift && r.confidence >= confidence && (!kind || r.kind === kind)
    && (!confirmed || (r.holdOut && r.holdOut.confirmed)) && words.every((word) => r.text.includes(word));
}

function fillKinds(rules) {
  const kinds = [...new Set(rules.map((r) => r.kind))];
  byId("rule-kind-label").hidden = kinds.length < 2;
  for (const kind of kinds) byId("rule-kind").append(make("option", { value: kind }, KINDS[kind]));
  byId("rule-confirmed-label").hidden = !rules.some((r) => r.holdOut);
}

/** Returns a function that shows one rule in the table. */
function drawRules(rules, all) {
  show("rules", "Rules");
  fillKinds(rules);
  const columns = ruleColumns(rules);
  const table = new PagedTable(byId("rule-table"), "Rules", columns, ruleAccount);
  const choice = byId("rule-sort");
  choice.append(make("option", { value: "" }, "Best first"), ...columns.map((c) => make("option", { value: c.id }, c.title)));
  choice.addEventListener("change", () => {
    table.sort = null;
    const column = columns.find((c) => c.id === choice.value);
    if (column) table.sortBy(column);
    else table.draw();
  });
  table.changed = () => {
    const more = all > rules.length ? ` (the best ${format.integer(rules.length)} of ${format.integer(all)} are in this file)` : "";
    byId("rule-count").textContent = `${format.count(table.rows.length, "rule", "rules")} of ${format.integer(rules.length)}${more}`;
    byId("rule-page").textContent = `Page ${format.integer(table.page + 1)} of ${format.integer(table.pages)}`;
    byId("rule-previous").disabled = table.page === 0;
    byId("rule-next").disabled = table.page >= table.pages - 1;
    byId("rule-download").disabled = table.rows.length === 0;
  };
  const apply = () => table.show(rules.filter(ruleFilter()));
  for (const id of ["rule-search", "rule-lift", "rule-confidence", "rule-kind", "rule-confirmed"]) byId(id).addEventListener("input", apply);
  byId("rule-previous").addEventListener("click", () => table.turn(table.page - 1));
  byId("rule-next").addEventListener("click", () => table.turn(table.page + 1));
  byId("rule-rows").addEventListener("change", () => {
    table.size = Number(byId("rule-rows").value);
    table.turn(0);
  });
  byId("rule-download").addEventListener("click", () => download("rules.csv", rulesCsv(table.ordered)));
  apply();
  return (rule) => {
    for (const id of ["rule-lift", "rule-confidence", "rule-kind"]) byId(id).value = "";
    byId("rule-confirmed").checked = false;
    byId("rule-search").value = titlesOf(rule.antecedent).replaceAll(" + ", " ") + " " + titlesOf(rule.consequent).replaceAll(" + ", " ");
    table.show([rule, ...rules.filter(ruleFilter()).filter((other) => other !== rule)]);
    byId("rules").scrollIntoView();
  };
}
