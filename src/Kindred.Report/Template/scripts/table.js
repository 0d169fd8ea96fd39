// A table of any length that keeps only one page of rows in the document.

/** Sorts a copy; rows that compare equal keep their order, and missing values stand last either way. */
function sorted(rows, key, descending) {
  const sign = descending ? -1 : 1;
  return rows
    .map((row, order) => ({ row, order, value: key(row) }))
    .sort((a, b) => {
      if (a.value == null || b.value == null) return (a.value == null) - (b.value == null) || a.order - b.order;
      return sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) || a.order - b.order;
    })
    .map((entry) => entry.row);
}

class PagedTable {
  /** columns: [{ id, title, key, cell, number, side, wide, first }]; detail: row → node shown below an opened row. */
  constructor(host, caption, columns, detail) {
    this.columns = columns;
    this.detail = detail;
    this.rows = [];
    this.page = 0;
    this.size = 25;
    this.sort = null;
    this.changed = () => {};
    this.body = make("tbody", { role: "rowgroup" });
    this.heads = columns.map((c) => this.head(c));
    const row = make("tr", { role: "row" }, ...this.heads, make("th", { role: "columnheader", scope: "col" }, "Account"));
    host.append(make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      make("table", { class: "rules-table", role: "table", "aria-label": caption }, make("thead", { role: "rowgroup" }, row), this.body)));
  }

  head(column) {
    const button = make("button", { type: "button" }, column.title);
    button.addEventListener("click", () => this.sortBy(column));
    return make("th", { role: "columnheader", scope: "col", class: column.number && "number", "aria-sort": "none", "data-column": column.id, "data-title": column.title }, button);
  }

  /** The first click on figures sorts from high to low (q: from low to high); a second click turns round. */
  sortBy(column) {
    const first = column.first === "ascending" || !column.number ? false : true;
    const descending = this.sort && this.sort.column === column ? !this.sort.descending : first;
    this.sort = { column, descending };
    this.heads.forEach((head, i) => head.setAttribute("aria-sort", this.columns[i] !== column ? "none" : descending ? "descending" : "ascending"));
    this.page = 0;
    this.draw();
  }

  show(rows) {
    this.rows = rows;
    this.page = 0;
    this.draw();
  }

  get ordered() {
    return this.sort ? sorted(this.rows, this.sort.column.key, this.sort.descending) : this.rows;
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / this.size));
  }

  turn(to) {
    this.page = Math.min(Math.max(to, 0), this.pages - 1);
    this.draw();
  }

  draw() {
    const from = this.page * this.size;
    const rows = this.ordered.slice(from, from + this.size);
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
    if (rows.length === 0) {
      this.body.append(make("tr", { role: "row" }, make("td", { role: "cell", class: "empty wide", colspan: String(this.columns.length + 1) }, "No rule matches. Loosen a filter to see more.")));
    }
    this.changed();
  }

  row(row) {
    const cells = this.columns.map((c) => make("td", { role: "cell", class: c.number ? "number" : c.side ? "side" : null, "data-label": c.title }, c.cell(row)));
    const open = make("button", { type: "button", class: "open", "aria-expanded": "false" }, "Details");
    const line = make("tr", { role: "row" }, ...cells, make("td", { role: "cell", class: "wide" }, open));
    open.addEventListener("click", () => this.toggle(line, open, row));
    return line;
  }

  toggle(line, open, row) {
    const opened = open.getAttribute("aria-expanded") === "true";
    if (opened) line.nextSibling.remove();
    else line.after(make("tr", { class: "detail", role: "row" }, make("td", { role: "cell", colspan: String(this.columns.length + 1) }, this.detail(row))));
    open.setAttribute("aria-expanded", String(!opened));
    open.textContent = opened ? "Details" : "Close";
  }
}
