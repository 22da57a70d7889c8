/** The part of the launch page that has a draft launched by itself, later. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el, newId, seen } from "../shared/dom.js";
import { cityOf, fromInput, inWords, zoneOf } from "./moment.js";

/** `save(says, not)` saves what is typed on the page and returns whether all of it is; if not, it says why. */
export function schedulePart({ id, campaign, things, ask }, save) {
  const field = newId();
  const zone = () => zoneOf(things.all("account")[0]);
  const at = () => campaign().launches_at;
  const input = el("input", { id: field, type: "datetime-local" });
  const says = outcome();
  const button = el("button", {}, "Schedule");
  const cancel = el("button", { type: "button", onclick: () => set(cancel, null) }, "Cancel the launch");
  const form = el("form", { class: "row", onsubmit: schedule },
    el("label", { for: field }, () => `Time (${cityOf(zone())})`), input, button);
  return el("div", {},
    el("h3", {}, "Or launch by itself"),
    seen(el("p", { class: "notice warn" }, () => `It wasn't launched when it was time. ${campaign().launch_trouble}`), () => Boolean(campaign().launch_trouble)),
    seen(form, () => !at()),
    seen(el("div", { class: "row" }, el("p", {}, () => (at() ? `Launches on ${inWords(at(), zone())}` : "")), cancel), () => Boolean(at())),
    says);

  async function schedule(event) {
    event.preventDefault();
    const wanted = fromInput(input.value, zone());
    if (wanted === null) refuse(says, "Choose a day and a time.");
    else if (await save(says, "Not scheduled")) await set(button, wanted);
  }

  async function set(control, moment) {
    await asking(control, says, () => ask("schedule_launch", { campaign: id, at: moment }));
  }
}
