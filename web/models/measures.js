// Amounts as people read them, in their own language.

/** "12 MB": of bytes, with two digits that matter. */
export function bytes(count, language) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let [amount, unit] = [count, 0];
  while (amount >= 1000 && unit < units.length - 1) [amount, unit] = [amount / 1000, unit + 1];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[unit],
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: amount < 10 && unit > 0 ? 1 : 0,
  }).format(amount);
}

/** "3 days", "2 hours": the largest unit that fits. */
export function span(milliseconds, language) {
  const minutes = Math.max(0, milliseconds) / 60_000;
  const [amount, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(amount));
}
