// The time by the store's clock, which dates everything that the hub tells: this device's own may be off by hours.

let ahead = 0; // ms by which the store's clock is ahead of this device's

/** Set our time by the store's clock, which says `ms` right now. */
export function storeSays(ms) {
  ahead = ms - Date.now();
}

/** Return the time now, in ms by the store's clock; by this device's own until the store has said something. */
export const storeNow = () => Date.now() + ahead;
