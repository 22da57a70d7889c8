// Alerts: the button in the top bar and its panel, where a person chooses how they are told.

import { el, follow, newId, refresh, setAttribute } from "../shared/dom.js";

const NOTIFICATIONS = {
  none: "This browser can't show any from a page like this: Chrome on Android can't, and none can without https. The sound "
    + "and the number in the title work.",
  denied: "The browser has blocked them for this site. To undo that, press the sign to the left of the address, allow "
    + "notifications there, and load the page again.",
  granted: "While you look at something else. They name the campaign, never a person.",
  default: "While you look at something else. The browser asks whether it may.",
};
const SOUND = {
  true: "A short tone. After loading the page, press anywhere once: before that, browsers keep it silent.",
  false: "This browser can't make one.",
};

/**
 * Show the button and its panel. `sound` and `notify` are {on(), can(), set(wanted)}: whether it is on, what the browser
 * lets us do (true or false; a key of NOTIFICATIONS), and the change. Return what refreshes the panel.
 */
export function alertsPanel({ sound, notify }) {
  const button = document.getElementById("alerts");
  const panel = document.getElementById("alerts-panel");
  const show = (shown) => {
    panel.hidden = !shown;
    setAttribute(button, "aria-expanded", String(shown));
    refresh(panel);
  };
  panel.append(el("h2", {}, "Alerts in this browser"),
    el("p", { class: "soft small" }, "When somebody answers, when a batch comes by itself, and before one is taken back."),
    choice("Sound", sound, () => SOUND[sound.can()], () => sound.can()),
    choice("Notifications", notify, () => NOTIFICATIONS[notify.can()], () => !["none", "denied"].includes(notify.can())));
  button.addEventListener("click", () => show(panel.hidden));
  document.addEventListener("pointerdown", ({ target }) => panel.contains(target) || button.contains(target) || show(false));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || panel.hidden) return;
    const inside = panel.contains(document.activeElement);
    show(false);
    if (inside) button.focus();
  });
  return () => refresh(panel);

  function choice(label, { on, set }, says, possible) {
    const id = newId();
    const box = el("input", { type: "checkbox", id, "aria-describedby": `${id}-says`, disabled: () => !possible() });
    follow(box, () => (box.checked = on() && possible()));
    box.addEventListener("change", async () => {
      await set(box.checked);
      refresh(panel);
    });
    return el("div", { class: "alert-choice" }, box,
      el("div", {}, el("label", { for: id }, label), el("p", { id: `${id}-says`, class: "soft small" }, says)));
  }
}
