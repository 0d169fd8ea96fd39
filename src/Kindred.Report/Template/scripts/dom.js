// Small helpers for making elements. Text is always set as text: no string ever becomes markup.
function byId(id) {
  return document.getElementById(id);
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

function figures(list, pairs) {
  for (const [name, value] of pairs) {
    list.append(make("div", null, make("dt", null, name), make("dd", null, value)));
  }
}

function facts(pairs) {
  const list = make("dl", { class: "facts" });
  for (const [name, value] of pairs) list.append(make("dt", null, name), make("dd", { dir: "auto" }, value));
  return list;
}

/** A plain table. A column is { title, cell, number }; cell gives text or a node. */
function plainTable(caption, columns, rows) {
  const head = make("tr", null, ...columns.map((c) => make("th", { scope: "col", class: c.number && "number" }, c.title)));
  const body = rows.map((row) => make("tr", null, ...columns.map((c) =>
    make("td", { class: c.number && "number", dir: c.number ? null : "auto" }, c.cell(row)))));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", null, make("caption", null, caption), make("thead", null, head), make("tbody", null, ...body)));
}

/** The content of a chart's tooltip: a bold line and further lines. */
function tip(title, ...lines) {
  return make("div", { class: "tip" }, make("strong", { dir: "auto" }, title), ...lines.filter(Boolean).map((l) => make("span", { dir: "auto" }, l)));
}

function show(id, label) {
  byId(id).hidden = false;
  byId("contents").append(make("li", null, make("a", { href: "#" + id }, label)));
}

function debounce(action) {
  let pending = 0;
  return () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(action);
  };
}
