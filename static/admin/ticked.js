/** Words about conversations that were ticked and moved. Pure. */
import { count, many } from "../shared/numbers.js";

/** Return the outcome of a move of ticked conversations: `skipped` are closed, opted out, or there already. */
export function movedSays({ moved, skipped = 0 }) {
  const did = `${many(moved, "conversation")} moved.`;
  return skipped ? `${did} ${count(skipped)} stayed: closed, opted out, or there already.` : did;
}
