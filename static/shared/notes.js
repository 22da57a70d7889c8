/** The sentences beside a conversation's texts, for texters and admins. Pure: things → sentences. */
import { many } from "./numbers.js";

/** Return the sentences of a conversation; `when(at)` returns a time in words, `at` in ms. */
export const notesOf = (conversation, when) => [optedOut(conversation, when), elsewhere(conversation)].filter(Boolean);

/** Return by whom and when the contact was opted out since they were last opted in, or opted in again; "" if never. */
export function optedOut({ opt_outs = [] }, when) {
  const last = opt_outs.at(-1);
  if (!last) return "";
  const before = last.opted_out ? opt_outs : opt_outs.slice(0, -1);
  const by = outs(before).map((out) => `by ${who(out)}, ${when(out.at)}`).join(", and ");
  if (last.opted_out) return `Opted out ${by}.`;
  return `Opted in again by ${who(last)}, ${when(last.at)}.${by && ` They had been opted out ${by}.`}`;
}

/** Return whether the contact has opted out by themselves since they were last opted in. */
export const byThemselves = ({ opt_outs = [] }) => outs(opt_outs).some(({ by, how = "text" }) => by === null && how in THEMSELVES);

/** Return the opt-outs since the last opt-in, of each person and way only the last. */
function outs(opt_outs) {
  const since = opt_outs.slice(opt_outs.findLastIndex(({ opted_out }) => !opted_out) + 1);
  return [...new Map(since.map((out) => [who(out), out])).values()];
}

/** The ways in which contacts opt out by themselves, in words. */
const THEMSELVES = { text: "a text from them", carrier: "them, at their carrier" };

/** Return in words who opted the contact out or in, and how. Older versions kept no `how`, and `by` was null for a text. */
function who({ by, how = "text" }) {
  if (how === "import") return by === null ? "an imported list" : `${by}, with an imported list`;
  return by ?? THEMSELVES[how] ?? "a command";
}

/** Return a sentence with the other campaigns that had the contact when they last wrote; "" if there were none. */
function elsewhere({ texts = [] }) {
  const titles = texts.findLast(({ direction }) => direction === "in")?.also_in ?? [];
  if (!titles.length) return "";
  const named = titles.map((title) => `“${title}”`).join(", ");
  return `This person is in ${titles.length === 1 ? "another campaign" : "other campaigns"}, too: ${named}.`;
}

/** Return the words for the pictures that came with a text, to be shown after its time; "" if none came. */
export const attached = ({ media = 0 }) => (media ? `with ${media === 1 ? "a picture" : many(media, "picture")}` : "");
