// A batch that came by itself, out of the waiting room. Pure.

import { many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { FAIR, needed } from "./words.js";

const THEY = { needs: "They need", is: "They are" };

/** Return the batch that came between two states of a console; null if none did, or `before` isn't known. */
export function servedSince(before, { served }) {
  return before && served && served.at > (before.served?.at ?? 0) ? served : null;
}

/** Return the sentence about such a batch; `elsewhere` is its campaign's title if another one is shown, or null. */
export function servedSays({ assigned, initial, reply, fair }, elsewhere) {
  const came = `${many(assigned, "person", "people")} came. ${needed(assigned, initial, reply, THEY)}${fair ? ` ${FAIR}` : ""}`;
  return elsewhere === null ? came : sentence`“${elsewhere}”: ${came}`;
}
