// Texts that have been typed and aren't sent yet, by member, campaign and conversation. The browser's storage keeps
// them, so that they are there again after a reload or a new sign-in. A first message and a reply are kept apart.

import { attempt, keptNames, namesOf, storageHere } from "../shared/typed.js";

const DRAFTS_KEPT = 100; // of all members of this browser; the oldest go first
const LONGEST_CHARACTERS = 10_000; // characters of a draft that are kept over a reload; a text has 1,600 at most
const KEPT_MS = 30 * 24 * 3_600_000; // ms

export class Drafts {
  #typed = new Map(); // name → {text, at, sent: {text, last_seen} of a press whose answer hasn't come, or null}
  #storage;
  #member = null;

  constructor(storage = storageHere()) {
    this.#storage = storage;
    for (const name of keptNames(storage).toSorted((one, other) => ageOf(storage, one) - ageOf(storage, other)).slice(DRAFTS_KEPT)) {
      attempt(() => storage.removeItem(name));
    }
    for (const name of keptNames(storage)) if (ageOf(storage, name) > KEPT_MS) attempt(() => storage.removeItem(name));
  }

  /** Hold the drafts of this member from now on. Before the first call there are none. */
  belongTo(member) {
    if (member === this.#member) return;
    this.#member = member;
    this.#typed.clear();
    for (const name of keptNames(this.#storage)) this.reread(name);
  }

  /** Read again the draft that is kept by this name: another tab of this browser may have changed it. */
  reread(name) {
    if (!name.startsWith(namesOf(this.#member))) return;
    const kept = read(this.#storage, name);
    if (kept) this.#typed.set(name, kept);
    else this.#typed.delete(name);
  }

  /** Return the text that has been typed for a conversation in its present lane, or undefined. */
  of(conversation) {
    return this.#typed.get(this.#name(conversation))?.text;
  }

  keep(conversation, text) {
    const name = this.#name(conversation);
    this.#set(name, text === "" ? null : { sent: null, ...this.#typed.get(name), text });
  }

  drop(conversation) {
    this.#set(this.#name(conversation), null);
  }

  /** Note that this text may have been sent from now on, as an answer to the text with id `last_seen` (0: to none). */
  sending(conversation, text, last_seen) {
    const name = this.#name(conversation);
    if (this.#typed.has(name)) this.#set(name, { ...this.#typed.get(name), sent: { text, last_seen } });
  }

  /** Note that this text was sent. Words typed after it are a draft still. */
  wereSent(conversation, text) {
    const typed = this.of(conversation);
    if (typed === undefined) return;
    const more = typed.startsWith(text) ? typed.slice(text.length).trimStart() : typed;
    this.#set(this.#name(conversation), more === "" ? null : { text: more, sent: null });
  }

  /** Note that the text on its way wasn't sent. */
  wereNotSent(conversation) {
    const name = this.#name(conversation);
    if (this.#typed.has(name)) this.#set(name, { ...this.#typed.get(name), sent: null });
  }

  /** Take in a conversation with all its texts: drop a draft that turns out to be sent, or can't be sent now. */
  settle(conversation) {
    const { lane, texts } = conversation;
    if (lane !== "initial") this.drop({ ...conversation, lane: "initial" });
    if (lane === "opted_out") this.drop(conversation);
    const { sent } = this.#typed.get(this.#name(conversation)) ?? {};
    const arrived = ({ id, direction, text }) => id > sent.last_seen && direction === "out" && text === sent.text;
    if (sent && texts.some(arrived)) this.wereSent(conversation, sent.text);
  }

  #name({ campaign, id, lane }) {
    return `${namesOf(this.#member)}${campaign}/${id}/${lane === "initial" ? "first" : "reply"}`;
  }

  #set(name, typed) {
    if (typed === null) {
      if (this.#typed.delete(name)) attempt(() => this.#storage.removeItem(name));
      return;
    }
    const kept = { ...typed, at: Date.now() };
    this.#typed.set(name, kept);
    attempt(() => this.#storage.setItem(name, JSON.stringify({ ...kept, text: kept.text.slice(0, LONGEST_CHARACTERS) })));
  }
}

function read(storage, name) {
  const kept = attempt(() => JSON.parse(storage.getItem(name)));
  return typeof kept?.text === "string" && typeof kept.at === "number" ? kept : null;
}

const ageOf = (storage, name) => Date.now() - (read(storage, name)?.at ?? 0);
