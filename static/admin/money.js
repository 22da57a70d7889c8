/** Amounts of money and of time as people read them. Pure. */
import { many } from "../shared/numbers.js";

/** ("31.6", "USD") → "$31.60" */
export const money = (amount, currency) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(amount));

/** 40 → "40 seconds", 3240 → "54 minutes", 7500 → "2 hours 5 minutes", 260000 → "3 days" (rounded up) */
export function duration(seconds) {
  if (seconds < 60) return many(Math.max(1, Math.ceil(seconds)), "second");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return many(minutes, "minute");
  if (minutes >= 48 * 60) return many(Math.ceil(minutes / (24 * 60)), "day");
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest ? `${many(hours, "hour")} ${many(rest, "minute")}` : many(hours, "hour");
}

/** Return the number that a text is, "" for none, or undefined: "1.25" → 1.25, " 2,000 " → 2000, "abc" → undefined. */
export function amount(text) {
  const written = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  return written === "" ? "" : /^\d{1,9}(\.\d{1,6})?$/.test(written) ? Number(written) : undefined;
}
