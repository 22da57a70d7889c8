/** Ticked conversations of a list, and what to do with them: take them back, or give them to a sender. */
import { asking, outcome } from "../shared/asking.js";
import { el, follow, newId, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { many } from "../shared/numbers.js";
import { nameOf } from "../shared/words.js";
import { movedSays } from "./ticked.js";

const AT_ONCE = 1000; // conversations that one question moves, at most

/** Return {element, box(now)}: the strip with the acts, and the box of a row. `items()` are the rows that are listed. */
export function tickedPart({ id, senders, ask, items, moved, draw }) {
  const ticked = new Set(); // ids of conversations
  const says = outcome();
  let last = null; // the row ticked last, where a range begins
  const here = () => items().filter((each) => ticked.has(each.id));
  const all = el("input", { type: "checkbox", onchange: () => tick(items(), all.checked) });
  follow(all, () => {
    all.checked = items().length > 0 && here().length === items().length;
    all.indeterminate = !all.checked && here().length > 0;
  });
  const people = keyed(el("select", { id: newId() }), () => [...senders()].sort((a, b) => a.name.localeCompare(b.name)), (each) => each.id,
    (now) => el("option", { value: now().id }, () => now().name));
  const take = el("button", { type: "button", onclick: () => move(take, "unassign", {}) }, () => `Unassign ${many(here().length, "conversation")}`);
  const give = el("button", { type: "button", onclick: () => move(give, "reassign", { holders: null, to: [Number(people.value)] }) }, "Give to");
  const acts = el("div", { class: "row" }, take, seen(el("span", { class: "row" }, give, el("label", { for: people.id, class: "for-screen-readers" }, "To whom"), people), () => senders().length > 0));
  const element = el("div", { class: "row strip" }, el("label", { class: "tick" }, all, "All shown"), seen(acts, () => here().length > 0), says);
  return { element, box };

  function box(now) {
    const one = el("input", { type: "checkbox", "aria-label": () => `Tick ${nameOf(now())}`, onclick: (event) => tick(range(now(), event.shiftKey), one.checked) });
    return follow(one, () => (one.checked = ticked.has(now().id)));
  }

  // The rows from the one ticked last to this one, if Shift is held.
  function range(item, whole) {
    const listed = items();
    const [from, to] = [listed.findIndex((each) => each.id === last), listed.findIndex((each) => each.id === item.id)];
    last = item.id;
    return whole && from >= 0 ? listed.slice(Math.min(from, to), Math.max(from, to) + 1) : [item];
  }

  function tick(some, on) {
    for (const each of some) (on ? ticked.add(each.id) : ticked.delete(each.id));
    draw();
  }

  async function move(button, command, how) {
    const conversations = here().map((each) => each.id);
    const question = async () => {
      const told = { moved: 0, skipped: 0 };
      for (let first = 0; first < conversations.length; first += AT_ONCE) {
        const some = await ask(command, { campaign: id, conversations: conversations.slice(first, first + AT_ONCE), ...how });
        for (const name of Object.keys(told)) told[name] += some[name] ?? 0;
      }
      return told;
    };
    if (await asking(button, says, question, movedSays)) ticked.clear();
    moved();
  }
}
