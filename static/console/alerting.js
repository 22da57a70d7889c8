// Puts the alerts together: consoles ──▶ alerts.js ──▶ sound, notification; the panel chooses which.

import { needs } from "./console.js";
import { NAME, choices, choose } from "./alert_choices.js";
import { Alerts } from "./alerts.js";
import { alertsPanel } from "./alerts_panel.js";
import { askPermission, notify, permission, showBadge, takeAway } from "./notifications.js";
import { Sound } from "./sound.js";

const looking = () => document.visibilityState === "visible" && document.hasFocus();

/** Begin to alert. `go(campaign)` shows a campaign. Return {look(consoles), acted(name, args)}. */
export function alerting(go) {
  const alerts = new Alerts();
  const sound = new Sound();
  let chosen = choices();
  let refused = false; // notifications, though the person allows them
  const change = (wanted) => (chosen = choose(wanted));
  const show = alertsPanel({
    sound: { on: () => chosen.sound, can: Sound.possible, set: setSound },
    notify: { on: () => chosen.notify, can: () => (refused ? "none" : permission()), set: setNotify },
  });
  // At each press: sound may be chosen later, in another tab, and a phone that was locked takes it away again.
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, () => chosen.sound && sound.unlock());
  addEventListener("focus", takeAway);
  addEventListener("storage", ({ key }) => {
    if (key !== NAME) return;
    chosen = choices();
    show();
  });
  return {
    acted: (name, args) => alerts.acted(name, args, performance.now()),
    look: (consoles) => {
      showBadge(consoles.reduce((sum, one) => sum + needs(one), 0));
      const told = alerts.look(consoles, performance.now(), looking());
      if (told.length && chosen.sound) sound.play(performance.now());
      if (!looking() && chosen.notify && permission() === "granted") for (const one of told) notify(one, go);
    },
  };

  function setSound(wanted) {
    change({ sound: wanted });
    if (!wanted) return;
    sound.unlock();
    sound.sound();
  }

  async function setNotify(wanted) {
    const may = wanted ? await askPermission() : "default";
    refused = may === "none";
    change({ notify: wanted && may === "granted" });
  }
}
