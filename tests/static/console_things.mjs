// A console and a conversation as the hub sends them, and a hub that answers as a test says.

import { Refusal } from "../../static/shared/socket.js";

/** A texter's console that holds nothing, of campaign 7, unless `changes` says otherwise. */
export const aConsole = (changes = {}) => ({
  kind: "console", id: 3, campaign: 7, v: 10, title: "Parks", screen: "looking",
  initial: 0, reply: 0, quiet: 0, closed: 0, opted_out: 0, moved: 0, batch: null, day: null, taken: null,
  request: { allowed: true, reason: null, sentence: null, batch_size: 300 }, ...changes,
});

/** The `request` of a console that may not request now, for this reason. */
export const off = (reason) => ({ allowed: false, reason, sentence: `Not now: ${reason}.`, batch_size: 300 });

/** A conversation of campaign 7 whose contact has answered once, unless `changes` says otherwise. */
export const aConversation = (id, changes = {}) => ({
  kind: "conversation", id, campaign: 7, v: 10, lane: "reply", holder: 3,
  contact: { first_name: "Ana", last_name: `No ${id}`, phone: "+12025550123", fields: {} },
  texts: [
    { id: 1, direction: "out", text: "Hi Ana!", at: 0, status: "sent" },
    { id: 2, direction: "in", text: "Who is this?", at: 60_000, status: "received" },
  ],
  ...changes,
});

/** An unsent first message. */
export const anInitial = (id, changes = {}) => aConversation(id, { lane: "initial", texts: [], draft: `Hi ${id}`, ...changes });

/** A hub: `answers[name](args)` is the result, a promise of it, or throws a Refusal; `asked` lists [name, args]. */
export function aHub(answers) {
  const asked = [];
  const ask = async (name, args) => {
    asked.push([name, args]);
    if (!answers[name]) throw new Refusal("unknown_command", name);
    return answers[name](args);
  };
  return { ask, asked, named: (wanted) => asked.filter(([name]) => name === wanted).map(([, args]) => args) };
}

/** Lets everything that is waiting for an answer go on. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
