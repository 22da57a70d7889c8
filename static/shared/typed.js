// Words that members have typed and not sent. This browser's storage keeps them by names that begin with the member.

const PREFIX = "handraise words "; // then the member's id, then the conversation that the words belong to

/** Return the beginning of the names of one member's words. */
export const namesOf = (member) => `${PREFIX}${member}/`;

/** Return the names of all words that are kept here, of all members. */
export const keptNames = (storage) => attempt(() => Object.keys(storage).filter((name) => name.startsWith(PREFIX))) ?? [];

/** Forget what this member has typed and not sent in this browser: they have signed out by hand. */
export function forgetTyped(member, storage = storageHere()) {
  for (const name of keptNames(storage)) if (name.startsWith(namesOf(member))) attempt(() => storage.removeItem(name));
}

/**
 * Return `storing()`, undefined if it fails. A browser may forbid storage, be full, or hold what somebody else wrote
 * there: then words last as long as the page.
 */
export function attempt(storing) {
  try {
    return storing();
  } catch {
    return undefined;
  }
}

export const storageHere = () => attempt(() => globalThis.localStorage);
