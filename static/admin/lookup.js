/** Sentences on looking up the line types of numbers. Pure. */
import { count, many } from "../shared/numbers.js";

const THEN = "Landlines won't be texted. If an answer gets lost, that number is looked up again, which may cost again.";

/** Return the sentence before a lookup, of what `price_lookup` answers. */
export function beforeLookup({ numbers, each, total, currency, about }) {
  if (each) return `Looking up ${many(numbers, "number")} costs about ${total} ${currency} (${each} each). ${THEN}`;
  return `Looking up ${many(numbers, "number")}: what this carrier takes isn't set here. ${about} ${THEN}`;
}

/** Return the sentence on how far it has come; "" if nothing was asked for. */
export function lookedUp(lookup) {
  if (!lookup) return "";
  const { asked, done, landlines, trouble } = lookup;
  const found = landlines ? `${many(landlines, "landline")} won't be texted.` : "No landlines so far.";
  const far = done < asked ? `${count(done)} of ${many(asked, "number")} looked up.` : `${many(done, "number")} looked up.`;
  return `${far} ${found}${trouble && done < asked ? ` ${trouble} The others are asked for again.` : ""}`;
}

/** Return the words for a line type: "fixedVoip" → "Fixed voip"; "" if it isn't looked up. */
export const lineName = (line = "") => {
  const words = line.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words && words[0].toUpperCase() + words.slice(1);
};
