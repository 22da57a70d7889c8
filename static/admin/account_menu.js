/** The menu of the account's pages. Pure: page names, as routes.js has them, and titles. */
export const MENU = [
  { title: "Organization", items: [["organisation", "Organization"], ["members", "Members"], ["tokens", "API tokens"], ["audit", "Audit"]] },
  { title: "Texting", items: [["self-assignment", "Self Assignment"], ["hours", "Texting hours"], ["carriers", "Carriers"], ["tags", "Tags"], ["canned", "Canned replies"]] },
  { title: "Contacts", items: [["opt-outs", "Opt-outs"], ["stop-words", "Stop words"], ["retention", "Contacts’ data"]] },
  { title: "You", items: [["sign-in", "Your sign-in"]] },
];

const OF = { invite: "members" }; // a page that isn't in the menu → the one that leads to it

const all = MENU.flatMap(({ items }) => items);

/** Return whether a page belongs to the account. */
export const isOfAccount = (page) => all.some(([name]) => name === itemOf(page));

/** Return the name of the menu's item that leads to a page. */
export const itemOf = (page) => OF[page] ?? page;

/** Return the title of the menu's item that leads to a page. */
export const titleOf = (page) => all.find(([name]) => name === itemOf(page))[1];
