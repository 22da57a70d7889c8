/** The answers at hand beside a conversation: in which order they stand, and which key chooses which. Pure. */

export const NOTHING = { canned: [], own: [], tags: [], survey: [] };
const KEYS = 9; // the digits 1 to 9

const folded = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
const wordsOf = (text) => folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/**
 * Prepare what `list_at_hand` says for searching: the campaign's canned replies, then the texter's own, each {key, id,
 * whose: "canned" or "own", title, text}. It is done once for a list, not once for a key press.
 */
export function searchable({ canned, own }) {
  const entry = (whose) => ({ id, title, text }) =>
    ({ key: `${whose} ${id}`, id, whose, title, text, begins: folded(title), words: wordsOf(title), all: folded(`${title} ${text}`) });
  return [...canned.map(entry("canned")), ...own.map(entry("own"))];
}

/**
 * Return the replies that have all the words of `wanted`: first those whose title begins with it, then those in whose
 * title each word begins one, then those with the words anywhere. Equal ones stay in their order; no words: all.
 */
export function found(entries, wanted) {
  const whole = folded(wanted).trim();
  const words = wordsOf(wanted);
  if (!whole) return entries;
  const rank = (entry) => {
    if (entry.begins.startsWith(whole)) return 0;
    if (words.length && words.every((word) => entry.words.some((each) => each.startsWith(word)))) return 1;
    return entry.all.includes(whole) || (words.length && words.every((word) => entry.all.includes(word))) ? 2 : 3;
  };
  const ranks = [[], [], [], []];
  for (const entry of entries) ranks[rank(entry)].push(entry);
  return ranks.slice(0, 3).flat();
}

/** Return the reply that a key chooses among those shown: "1" the first … "9" the ninth; undefined for any other key. */
export const chosenBy = (key, shown) => (/^[1-9]$/.test(key) ? shown[Number(key) - 1] : undefined);

/** Return the key of the reply at a place among those shown, from 0; "" beyond the ninth. */
export const keyOf = (place) => (place < KEYS ? String(place + 1) : "");

/** Return the arguments of `draft_reply` that name a reply. */
export const drafting = ({ whose, id }) => ({ [whose]: id });

/** Return the tags for a conversation: each offered one with `on`, whether it has it. */
export const tagsOf = ({ tags }, conversation) => tags.map((tag) => ({ ...tag, on: (conversation.tags ?? []).includes(tag.id) }));

/** Return the questions for a conversation, each answer with `on`, whether the contact has given it. */
export const surveyOf = ({ survey }, conversation) =>
  survey.map((question) => ({
    ...question,
    answers: question.answers.map((answer) => ({ ...answer, on: conversation.answers?.[question.id] === answer.id })),
  }));

/** Return the arguments of `answer_question` for a press of an answer: one that is given already is taken back. */
export const pressed = (question, answer) => ({ question: question.id, answer: answer.on ? null : answer.id });
