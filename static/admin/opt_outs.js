/** The phones that have opted out, as rows. Pure: entries of `list_opt_outs` → words. */

const days = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", day: "numeric" });

/** {phone, by, at, how, since} → {id, phone, since, how}; `id` is the phone, by which a list knows its rows */
export const optOutRow = ({ phone, by, how, since }) =>
  ({ id: phone, phone, since: since === null ? "Not known" : days.format(new Date(since)), how: howSays({ by, how }) });

/** Return the way an opt-out came, in words. */
export function howSays({ by, how }) {
  const who = by ? `, ${by}` : "";
  return {
    text: "By a text",
    carrier: "At the carrier",
    texter: `By a texter${who}`,
    admin: `By an admin${who}`,
    import: `By a list${who}`,
    command: "At the command line",
  }[how] ?? (by ? `By ${by}` : "Not known");
}

/** Return what is said above the list: how many there are, or that a search found none. */
export function listSays({ total, query, shown, more }) {
  if (!total) return "Nobody has opted out yet.";
  const all = `${total.toLocaleString("en-US")} ${total === 1 ? "phone has" : "phones have"} opted out.`;
  if (!query) return all;
  if (!shown) return `No number with ${query} has opted out.`;
  return `${more ? `The first ${shown}` : shown.toLocaleString("en-US")} of them ${shown === 1 && !more ? "has" : "have"} ${query}.`;
}
