/** What a conversation has to tell beside its texts, for texters and admins. Pure: things → sentences. */

/** The sentences of a conversation; `when(at)` says a time, `at` in ms. */
export const notesOf = (conversation, when) => [optedOut(conversation, when), elsewhere(conversation)].filter(Boolean);

/** Who opted the contact out last, or in again, and when. */
export function optedOut({ opt_outs = [] }, when) {
  const [before, last] = [opt_outs.at(-2), opt_outs.at(-1)];
  if (!last) return "";
  if (last.opted_out) return `Opted out by ${who(last)}, ${when(last.at)}.`;
  const then = before?.opted_out ? ` They had been opted out by ${who(before)}, ${when(before.at)}.` : "";
  return `Opted in again by ${who(last)}, ${when(last.at)}.${then}`;
}

const who = ({ by }) => by ?? "a text from them";

/** Which other campaigns had the person when they last wrote. */
function elsewhere({ texts = [] }) {
  const titles = texts.findLast(({ direction }) => direction === "in")?.also_in ?? [];
  if (!titles.length) return "";
  const named = titles.map((title) => `“${title}”`).join(", ");
  return `This person is in ${titles.length === 1 ? "another campaign" : "other campaigns"}, too: ${named}.`;
}

/** What came with the words of a text, to be said after its time. */
export const attached = ({ media = 0 }) => (media ? `with ${media === 1 ? "a picture" : `${media.toLocaleString("en")} pictures`}` : "");
