// Puts the console together: hub ⇄ page ⇄ address, and the view that shows it.

import { Socket } from "../shared/socket.js";
import { forgetTyped } from "../shared/typed.js";
import { followKeyboard } from "./keyboard.js";
import { Page } from "./page.js";
import { hashOf, placeOf } from "./route.js";
import { View } from "./view.js";

const page = new Page({
  ask: (name, args) => socket.ask(name, args),
  go: (place) => {
    const address = hashOf(place);
    if (address === location.hash) return;
    // A page that has only just chosen its campaign replaces the address, so that "back" leads out, not nowhere.
    if (placeOf(location.hash).campaign === null) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  },
  changed: (now) => view.show(now),
});
const view = new View(page);
page.went(placeOf(location.hash));

const socket = new Socket("/ws/texter", {
  open: "open_console",
  onOpen: (reply) => page.whenOpened(reply),
  onThing: (thing) => page.whenChanged(thing),
  onGone: (thing) => page.whenGone(thing),
  onState: (state, sentence) => view.connection(state, sentence),
});

addEventListener("hashchange", () => page.went(placeOf(location.hash)));
addEventListener("storage", ({ key }) => key && page.whenKept(key));
document.querySelector("form[action='/sign-out']").addEventListener("submit", () => page.me && forgetTyped(page.me.id));
followKeyboard();
setInterval(() => page.went(page.place), 30_000); // "5 min" becomes "6 min"
