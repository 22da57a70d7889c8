/** The segments of a text in words, for admins. Pure. */
import { count, many } from "../shared/numbers.js";
import { segments } from "../shared/segments.js";

/** Return how many segments a text takes, in words. `longest` is the most characters that a text may have. */
export function sizeOf(text, longest) {
  const { encoding, length, segments: parts, left } = segments(text);
  const long = [...text].length > longest ? ` Longer than ${count(longest)} characters: it would be refused.` : "";
  return `${many(parts, "segment")} (${encoding}, ${count(length)} used, ${count(left)} left in the last one).${long}`;
}
