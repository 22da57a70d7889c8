/** The sentences beside a conversation's texts, for texters and admins. Pure: things → sentences. */
import { many } from "./numbers.js";

/** Return the sentences of a conversation; `when(at)` returns a time in words, `at` in ms. */
export const notesOf = (conversation, when) => [wrong(conversation), optedOut(conversation, when), elsewhere(conversation)].filter(Boolean);

/** Return a sentence if the number was reported as wrong; "" if it wasn't, or if somebody wrote from there since. */
const wrong = ({ wrong_number }) => (wrong_number ? "This was reported as a wrong number." : "");

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

/** Return the words for pictures that came with a text and can't be shown, to stand after its time; "" for none. */
export const attached = ({ media = 0, files = [] }) => (media && !files.length ? `with ${media === 1 ? "a picture" : many(media, "picture")}` : "");

/** Return whether a file is a picture that browsers are shown, by the type that the carrier says. */
export const isPicture = ({ type }) => /^image\/(jpe?g|png|gif|webp|bmp)\b/.test(type);

/** Return the name of a picture among the files of a text: "Picture 1 of 2 from Ana". */
export function pictureName(files, { path }, who) {
  const pictures = files.filter(isPicture);
  const place = pictures.findIndex((one) => one.path === path) + 1;
  return `Picture ${pictures.length > 1 ? `${place} of ${pictures.length} ` : ""}from ${who}`;
}

const KINDS = { "text/vcard": "contact card", "text/x-vcard": "contact card", "text/calendar": "calendar entry", "application/pdf": "PDF" };
const FAMILIES = { audio: "sound", video: "video", image: "picture" };

/** Return the words of the link that saves a file of this type. */
export const saves = (type) => `Save the ${KINDS[type.split(";")[0].trim()] ?? FAMILIES[type.split("/")[0]] ?? "file"}`;
