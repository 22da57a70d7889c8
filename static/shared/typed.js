// What members have typed and not sent, as this browser's storage keeps it: by names that begin with whose it is.

const PREFIX = "handraise words "; // then member, and what else the words belong to

/** What the names of one member's words begin with. */
export const namesOf = (member) => `${PREFIX}${member}/`;

/** The names of all words that are kept here, whoever's they are. */
export const keptNames = (storage) => attempt(() => Object.keys(storage).filter((name) => name.startsWith(PREFIX))) ?? [];

/** Forget what this member has typed and not sent in this browser: they have signed out by hand. */
export function forgetTyped(member, storage = storageHere()) {
  for (const name of keptNames(storage)) if (name.startsWith(namesOf(member))) attempt(() => storage.removeItem(name));
}

/** A browser may forbid storage, be full, or hold what somebody else has written there: then words last as long as the page. */
export function attempt(storing) {
  try {
    return storing();
  } catch {
    return undefined;
  }
}

export const storageHere = () => attempt(() => globalThis.localStorage);
