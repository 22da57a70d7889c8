// Puts the console together: hub ⇄ page ⇄ address, and the view that shows it.

import { frame, showConnection } from "../shared/frame.js";
import { Socket } from "../shared/socket.js";
import { alerting } from "./alerting.js";
import { followKeyboard } from "./keyboard.js";
import { Page } from "./page.js";
import { hashOf, placeOf } from "./route.js";
import { View } from "./view.js";

const page = new Page({
  ask: (name, args) => {
    alerts.acted(name, args);
    return socket.ask(name, args);
  },
  go: (place, instead = false) => {
    const address = hashOf(place);
    if (address === location.hash) return;
    // A page that has only just chosen its campaign replaces the address, so that "back" leads out, not nowhere. A texter
    // who goes from conversation to conversation gets back to the list at once.
    if (instead || placeOf(location.hash).campaign === null) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  },
  changed: (now) => {
    view.show(now);
    alerts.look(page.consoles);
  },
});
const alerts = alerting((campaign) => (location.hash = hashOf({ campaign })));
const view = new View(page);
frame(() => page.me);
page.went(placeOf(location.hash));

const socket = new Socket("/ws/texter", {
  open: "open_console",
  onOpen: (reply) => page.whenOpened(reply),
  onThing: (thing) => page.whenChanged(thing),
  onGone: (thing) => page.whenGone(thing),
  onState: showConnection,
});

addEventListener("hashchange", () => page.went(placeOf(location.hash)));
addEventListener("storage", ({ key }) => key && page.whenKept(key));
followKeyboard();
setInterval(() => page.went(page.place), 30_000); // "5 min" becomes "6 min"
