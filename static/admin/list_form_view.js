/** A form around the editor of a list: it is saved as a whole, and follows what is saved until somebody changes it. */
import { asking, outcome, refuse, say } from "../shared/asking.js";
import { el, follow, refresh, seen } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";
import { added, editable, given, isOf, parts, same, takeIn } from "./entries.js";
import { entries } from "./entries_view.js";

/**
 * Return {element, add(entries)}: `add` appends entries that aren't in the list yet, to be saved; it returns how many.
 *   saved()  what is saved, undefined until it is known
 *   ask(list)  saves; its answer needn't have the list
 *   verb     the words of the button
 *   …        as `entries` takes it
 */
export function listForm({ saved, ask, verb, fields, most, inner = null, ...about }) {
  const names = fields.map(({ name }) => name);
  const innerNames = inner && { name: inner.name, fields: inner.fields.map(({ name }) => name) };
  const asGiven = (list) => given(list, names, innerNames);
  let shown; // what was saved when the list was taken over
  let list = [];
  const known = () => shown !== undefined; // before that, nothing can be added, nor an empty list be saved in its place
  const dirty = () => known() && !same(asGiven(list), asGiven(shown));
  const says = outcome();
  const editor = entries({ ...about, fields, inner, most: () => (known() ? most() : 0), list: () => list, changed: () => {
    say(says, "");
    refresh(element);
  } });
  const save = el("button", { type: "submit", disabled: () => !known() }, verb);
  const discard = seen(el("button", { type: "button", class: "plain", onclick: discarded }, "Discard changes"), dirty);
  const note = seen(el("p", { class: "soft small" }, "There are changes to save."), dirty);
  const element = el("form", { novalidate: true, onsubmit: submitted }, editor.element, note, el("div", { class: "row" }, save, discard), says);
  follow(element, follows);
  return { element, add };

  function add(entries) {
    if (!known()) return 0;
    const [before, wanted] = [asGiven(list), asGiven(entries.map(({ id: _, ...entry }) => entry))];
    const without = ({ id: _, ...entry }) => entry;
    const missing = wanted.filter((entry) => !before.some((each) => same(without(each), entry))).slice(0, most() - list.length);
    for (const entry of missing) added(list, entry);
    say(says, "");
    refresh(element);
    return missing.length;
  }

  function taken(now) {
    shown = now;
    list = editable(now, inner?.name);
    editor.clear();
    refresh(element);
  }

  function discarded() {
    taken(saved());
    save.focus(); // the button goes
  }

  /** Take over what is saved, unless something else is typed; then the typed list is what would be saved. */
  function follows() {
    const now = saved();
    if (now === undefined || now === shown || dirty()) return;
    if (!known() || !same(asGiven(now), asGiven(shown))) list = editable(now, inner?.name);
    shown = now;
  }

  /** Take over what is saved by now. What was changed while it was saved stays, to be saved next. */
  function kept(pressed, sent) {
    const now = saved();
    if (!isOf(now, sent, innerNames)) return taken(now);
    takeIn(pressed, sent, now, names, innerNames);
    shown = now;
    return refresh(element);
  }

  async function submitted(event) {
    event.preventDefault();
    editor.clear();
    let refusal = null;
    const [pressed, sent] = [parts(list, inner?.name), asGiven(list)];
    const question = async () => {
      try {
        return await ask(sent);
      } catch (error) {
        refusal = error;
        throw error;
      }
    };
    if (await asking(save, says, question, () => "Saved.")) return kept(pressed, sent);
    const { place, answer } = (refusal instanceof Refusal && refusal.details) || {};
    if (place !== undefined && editor.refuse([place, answer].filter((each) => each !== undefined), refusal.sentence)) say(says, "");
    else if (refusal) refuse(says, refusal.sentence, refusal);
  }
}
