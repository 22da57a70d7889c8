/** The editor of a list: a row for each entry, with buttons that move it up and down and take it off. */
import { outcome, refuse, say } from "../shared/asking.js";
import { el, follow, newId, refresh, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { added, moved, without } from "./entries.js";

/**
 * Return {element, refuse(places, sentence) → whether one of the rows is meant, clear()}.
 *   list()   the entries, as entries.js makes them; they are edited in place
 *   noun     "reply": what an entry is called
 *   blank    a new entry
 *   fields   [{name, label, rows?, hint?}]; the first one names the entry
 *   most     the most entries that there may be
 *   inner    {name, …the same}: the list that each entry has of its own
 *   changed  called after each change
 */
export function entries({ list, noun, blank, fields, most, inner = null, changed }) {
  const rows = new Map(); // key → {refuse, clear} of the rows that there are
  const place = (now) => list().findIndex(({ key }) => key === now().key);
  const items = keyed(el("ol", { class: "entries" }), list, ({ key }) => key, row);
  const add = el("button", { type: "button", class: "small", disabled: () => list().length >= most(), onclick: () => {
    const entry = added(list(), blank);
    drawn();
    rows.get(entry.key).focus();
  } }, `Add ${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`);
  const element = el("div", {}, items, add);
  return {
    element,
    refuse: (places, sentence) => rows.get(list()[places[0] - 1]?.key)?.refuse(places.slice(1), sentence) ?? false,
    clear: () => rows.forEach((each) => each.clear()),
  };

  function drawn() {
    changed();
    refresh(element);
  }

  function row(now) {
    const says = outcome(newId());
    const inputs = fields.map((field) => input(now, field, says));
    const own = inner && entries({ ...inner, list: () => now()[inner.name], changed });
    const name = () => now()[fields[0].name] || `new ${noun}`;
    const act = (label, said, press, able = () => true) => el("button", {
      type: "button", class: "small plain", "aria-label": () => `${said}: ${name()}`, disabled: () => !able(), onclick: ({ currentTarget: button }) => {
        press(place(now));
        drawn();
        if (!button.isConnected) add.focus();
        else if (button.disabled) inputs[0].box.focus(); // it has come to an end of the list
        else button.focus();
      },
    }, label);
    rows.set(now().key, {
      focus: () => inputs[0].box.focus(),
      clear: () => {
        say(says, "");
        inputs.forEach(({ box }) => setAttribute(box, "aria-invalid", null));
        own?.clear();
      },
      refuse: (places, sentence) => {
        if (places.length && own?.refuse(places, sentence)) return true;
        refuse(says, sentence);
        const wrong = inputs.find(({ box }) => !box.value.trim()) ?? inputs.at(-1);
        setAttribute(wrong.box, "aria-invalid", "true");
        wrong.box.focus();
        return true;
      },
    });
    return el("li", { class: "entry" }, ...inputs.map(({ element: each }) => each), says, own ? own.element : "",
      el("div", { class: "row" },
        act("Up", "Move up", (at) => moved(list(), at, -1), () => place(now) > 0),
        act("Down", "Move down", (at) => moved(list(), at, 1), () => place(now) < list().length - 1),
        act("Remove", "Remove", (at) => without(list(), at))));
  }

  function input(now, { name, label, rows: lines, hint }, says) {
    const id = newId();
    const typed = () => {
      now()[name] = box.value;
      say(says, "");
      setAttribute(box, "aria-invalid", null);
      drawn();
    };
    const described = { id, autocomplete: "off", "aria-describedby": says.id, oninput: typed };
    const box = lines ? el("textarea", { rows: lines, ...described }) : el("input", { type: "text", ...described });
    follow(box, () => {
      if (box.value !== (now()[name] ?? "")) box.value = now()[name] ?? "";
    });
    return { box, element: el("div", { class: "field" }, el("label", { for: id }, label), el("p", { class: "soft small", hidden: !hint }, hint ?? ""), box) };
  }
}
