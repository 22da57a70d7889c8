/** The task of a sender, and the way to their own limits: a cell in the table of senders. */
import { asking, outcome } from "../shared/asking.js";
import { el, follow } from "../shared/dom.js";
import { askForLimits } from "./sender_limits_view.js";
import { TASKS, ownLimits } from "./senders.js";

/** Return the column: {title, kind, cell(now) → element}; `now()` is the sender's row. */
export function taskColumn({ id, ask }) {
  return { title: "For", kind: "task", cell };

  function cell(now) {
    const set = (settings) => ask("update_sender", { campaign: id, member: now().id, ...settings });
    const value = () => now().only ?? "";
    const says = outcome();
    const select = el("select", { "aria-label": () => `What ${now().name} is for`, onchange: choose },
      ...TASKS.map(([key, title]) => el("option", { value: key }, title)));
    follow(select, () => {
      if (select.getAttribute("aria-busy") !== "true") select.value = value();
    });
    const limits = el("button", { type: "button", class: "small", "aria-label": () => `Limits of ${now().name}`, onclick: () => askForLimits(now(), set) }, "Limits");
    return el("div", {}, select, el("div", { class: "own-limits" }, limits, el("span", { class: "soft small" }, () => ownLimits(now()))), says);

    async function choose() {
      if (!(await asking(select, says, () => set({ only: select.value || null })))) select.value = value();
    }
  }
}
