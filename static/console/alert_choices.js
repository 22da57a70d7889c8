// The alerts that a person wants in this browser: {sound, notify}, both off at first. Kept in its storage.

import { attempt, storageHere } from "../shared/typed.js";

export const NAME = "handraise alerts";
const OFF = { sound: false, notify: false };

/** Return the choices that are kept; what isn't one of them is off. */
export function choices(storage = storageHere()) {
  const kept = attempt(() => JSON.parse(storage.getItem(NAME))) ?? {};
  return Object.fromEntries(Object.keys(OFF).map((name) => [name, kept[name] === true]));
}

/** Keep a change of the choices. Return them all. */
export function choose(change, storage = storageHere()) {
  const now = { ...choices(storage), ...change };
  attempt(() => storage.setItem(NAME, JSON.stringify(now)));
  return now;
}
