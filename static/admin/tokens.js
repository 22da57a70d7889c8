/** API tokens as rows. Pure: the answer of `list_tokens` → words. */
import { clock } from "../shared/clock.js";
import { storeNow } from "../shared/store_time.js";

/** [{token, member, name, created, used}] → [{token, name, whose, created, used}], newest first as they come */
export function tokenRows(tokens, members, now = storeNow()) {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return tokens.map(({ token, member, name, created, used }) => ({
    token,
    name: name || "Without a name",
    whose: names.get(member) ?? "A former member",
    created: clock(created, now),
    used: used ? clock(used, now) : "Never",
  }));
}
