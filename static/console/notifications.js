// Notifications of the browser, and the number on the icon of an installed console. There is no service worker, which
// could show something old; Chrome on Android shows no notification without one.

import { attempt } from "../shared/typed.js";

const open = new Map(); // kind → the notification that is there

/** Return what the browser lets us do: "none" (it can't), "denied", "granted", or "default" (it was never asked). */
export const permission = () => ("Notification" in globalThis && globalThis.isSecureContext ? Notification.permission : "none");

/** Ask the person, by the browser. Return what `permission` says then, and "none" where none can be shown after all. */
export async function askPermission() {
  if (permission() === "default") await Notification.requestPermission();
  return permission() === "granted" && !shows() ? "none" : permission();
}

// Return whether a notification can be made: on Android the browser has them, and refuses to.
function shows() {
  const one = attempt(() => new Notification("Handraise", { body: "It looks like this.", tag: "try", silent: true }));
  setTimeout(() => one?.close(), 4_000);
  return one !== undefined;
}

/** Show one in the place of the last of its kind. `pressed()` is called when somebody presses it. */
export function notify({ kind, campaign, words }, pressed) {
  const one = attempt(() => new Notification(words, { tag: `handraise ${kind}`, silent: true }));
  if (!one) return;
  open.set(kind, one);
  one.onclick = () => {
    window.focus();
    one.close();
    pressed(campaign);
  };
}

/** Take away those that are there: the page is looked at. */
export function takeAway() {
  for (const one of open.values()) one.close();
  open.clear();
}

let badge = 0;

/** Put the number of people who need something on the icon, where the browser has such numbers. */
export function showBadge(people) {
  if (people === badge || !("setAppBadge" in navigator)) return;
  badge = people;
  (people ? navigator.setAppBadge(people) : navigator.clearAppBadge()).catch(() => {}); // it isn't installed
}
