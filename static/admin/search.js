/** People found over all campaigns, in words. Pure: the answer of `search_people` → rows and sentences. */
import { many } from "../shared/numbers.js";
import { LANES, nameOf } from "../shared/words.js";

/** Return the people, each once: [{phone, name, opted_out, places: [{campaign, title, …}]}], in the order of the answer. */
export function grouped(found) {
  const people = new Map();
  for (const place of found) {
    const { phone, opted_out } = place;
    const person = people.get(phone) ?? { phone, name: nameOf({ contact: place }), opted_out, places: [] };
    person.places.push(place);
    people.set(phone, person);
  }
  return [...people.values()];
}

/** Return where a conversation stands: "Reply waiting · Ana". */
export const standing = ({ lane, holder }) => `${LANES[lane]} · ${holder ?? "Unassigned"}`;

/** Return a person's campaigns in short: the title of the only one, or of the newest and how many more. */
export function inShort({ places }) {
  const [{ title }, ...others] = places;
  return others.length ? `${title} and ${many(others.length, "other")}` : title;
}

/** Return the sentence over the results; `answer` is null while nothing was asked. */
export function foundSays(answer) {
  if (answer === null) return "";
  const people = grouped(answer.people).length;
  if (!people) return answer.hint ?? "Nobody is called like that or has that number.";
  if (answer.more) return `The first ${many(people, "person", "people")}. ${answer.hint ?? "Type more to see fewer."}`;
  return many(people, "person", "people");
}

/** Return the next place in a list of `length`, after an arrow key; -1 is the field itself. */
export function stepped(at, key, length) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  return by === undefined ? at : ((at + 1 + by + length + 1) % (length + 1)) - 1;
}
