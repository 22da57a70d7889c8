/** What a conversation has to tell beside its texts, for texters and admins. Pure: things → sentences. */

/** The sentences of a conversation; `when(at)` says a time, `at` in ms. */
export const notesOf = (conversation, when) => [optedOut(conversation, when), elsewhere(conversation)].filter(Boolean);

/** Everybody who has opted the contact out since they were last opted in, or who opted them in again; and when. */
export function optedOut({ opt_outs = [] }, when) {
  const last = opt_outs.at(-1);
  if (!last) return "";
  const before = last.opted_out ? opt_outs : opt_outs.slice(0, -1);
  const by = outs(before).map((out) => `by ${who(out)}, ${when(out.at)}`).join(", and ");
  if (last.opted_out) return `Opted out ${by}.`;
  return `Opted in again by ${who(last)}, ${when(last.at)}.${by && ` They had been opted out ${by}.`}`;
}

/** Whether they have opted out by themselves, since they were last opted in. */
export const byThemselves = ({ opt_outs = [] }) => outs(opt_outs).some(({ by }) => by === null);

/** The opt-outs at the end of a list, of each person the last. */
function outs(opt_outs) {
  const since = opt_outs.slice(opt_outs.findLastIndex(({ opted_out }) => !opted_out) + 1);
  return [...new Map(since.map((out) => [out.by, out])).values()];
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
