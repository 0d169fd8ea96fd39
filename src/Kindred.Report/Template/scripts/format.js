// Numbers and dates as people read them. A missing value is an en dash.
const integerFormat = new Intl.NumberFormat("en-GB");
const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const MISSING = "–";

const format = {
  integer: (x) => (x == null ? MISSING : integerFormat.format(x)),
  compact: (x) => new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 }).format(x),
  /** A share 0 … 1 as per cent with about three significant digits. */
  percent(x) {
    if (x == null) return MISSING;
    const p = 100 * x;
    const digits = p === 0 || p >= 10 ? 1 : p >= 0.1 ? 2 : 3;
    return p.toFixed(digits) + " %";
  },
  lift(x) {
    if (x == null) return MISSING;
    if (!Number.isFinite(Number(x))) return "∞";
    return x >= 1000 ? integerFormat.format(Math.round(x)) : x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2);
  },
  /** A probability; the smallest a double holds is shown as a bound. */
  probability(x) {
    if (x == null) return MISSING;
    if (x < 1e-300) return "< 1e-300";
    return x < 0.001 ? x.toExponential(0) : x.toPrecision(2);
  },
  percentRange: (interval) => format.percent(interval.lower).replace(" %", "") + "–" + format.percent(interval.upper),
  range: (interval, one) => (interval ? one(interval.lower) + " to " + one(interval.upper) : ""),
  seconds: (x) => (x >= 100 ? integerFormat.format(Math.round(x)) : x >= 10 ? x.toFixed(1) : x.toFixed(2)) + " s",
  date: (text) => dateFormat.format(new Date(text)),
  count: (n, one, many) => integerFormat.format(n) + " " + (n === 1 ? one : many),
};
