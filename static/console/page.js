// All that the console page knows, and all that a texter can do. No DOM: `ask` is the hub's, `go` the address bar's.
//
//   hub, address ──▶ page ──▶ changed() ──▶ shown(page) ──▶ view          view ──▶ page.request() … ──▶ hub

import { Things } from "../store.js";
import { chosen, progress, shown } from "./console.js";
import { OpenConversation } from "./conversation.js";
import { Drafts } from "./drafts.js";
import { Lanes } from "./lanes.js";
import { Requests } from "./requests.js";
import { hashOf } from "./route.js";
import { came, count, movedAway, nameOf } from "./words.js";

// A first message refused with one of these isn't ours to send any more: go on with the next.
const PASSED = new Set(["not_yours", "already_sent", "opted_out", "unknown_conversation"]);

// How many conversations the move that a console tells of had taken when it was last told.
const movedBefore = ({ taken }, now) => (taken?.move === now.taken.move ? taken.moved : 0);

export class Page {
  me = null;
  opened = false;
  place = { campaign: null, lane: null, conversation: null };
  notice = ""; // what has just happened, for the texter to read
  conversation = null; // OpenConversation
  drafts = new Drafts();
  sent = new Map(); // campaign → the v of each first message sent since none was left
  lanes;
  requests;
  #things = new Things();
  #ask;
  #go;
  #changed;

  /** `ask(name, args)`: a Socket's; `go(place)`: put it in the address; `changed()`: show the page again. */
  constructor({ ask, go, changed }) {
    this.#ask = ask;
    this.#go = go;
    this.#changed = changed;
    this.lanes = new Lanes(ask, () => this.#settle());
    this.requests = new Requests(ask, () => this.#settle());
  }

  get consoles() {
    return this.#things.all("console");
  }

  // What the hub and the address bar tell.

  whenOpened({ me, things }) {
    this.me = me;
    this.opened = true;
    this.#things.replaceAll(things);
    this.lanes.doubt();
    this.conversation?.doubt();
    this.#settle();
  }

  whenChanged(thing) {
    if (thing.kind === "conversation") this.#conversationChanged(thing);
    else this.#consoleChanged(thing);
    this.#settle();
  }

  whenGone(gone) {
    if (gone.kind === "conversation") {
      this.lanes.gone(gone);
      if (this.#isOpen(gone)) this.#taken();
    } else {
      const one = this.#things.gone(gone);
      if (one) this.notice = `You're no longer a sender of “${one.title}”, or it has been archived.`;
    }
    this.#settle();
  }

  /** The address has changed: by a link, or by the browser's back button. */
  went(place) {
    if (hashOf(place) !== hashOf(this.place)) this.notice = "";
    this.place = place;
    this.#settle();
  }

  // What a texter does. Each rejects with a Refusal, whose sentence belongs beside the button that was pressed;
  // only a request's is kept, by Requests.

  async request(campaign) {
    this.notice = "";
    const batch = await this.requests.press(this.consoles.find((one) => one.campaign === campaign));
    if (batch) this.notice = came(batch);
    this.#settle();
  }

  async release(campaign) {
    const { moved } = await this.#ask("release_conversations", { campaign });
    this.notice = `Done for the day: ${count(moved, "conversation")} given back. Thank you!`;
    this.#settle();
  }

  /** Send a first message as it is shown. Returns the Refusal when it isn't ours to send any more: go on with the next. */
  async sendInitial(conversation, text) {
    const { campaign, id } = conversation;
    const lane = this.lanes.of(campaign, "initial");
    try {
      const { v } = await this.#ask("send_initial", { campaign, conversation: id, text });
      this.sent.set(campaign, [...(this.sent.get(campaign) ?? []), v]);
      lane.knows(v);
      lane.drop(id, v);
    } catch (refusal) {
      if (!PASSED.has(refusal.code)) throw refusal;
      lane.drop(id);
      lane.refresh();
      return refusal;
    } finally {
      this.#settle();
    }
    this.drafts.drop(conversation);
    return null;
  }

  /** Answer the newest text shown; from the waiting ones, back to who is next. A text that came since is shown before the refusal is. */
  async sendReply(conversation, text) {
    const { campaign, id, texts } = conversation;
    const last_seen = texts.at(-1)?.id ?? 0;
    try {
      this.#conversationChanged(await this.#ask("send_reply", { campaign, conversation: id, text, last_seen }));
    } catch (refusal) {
      if (refusal.code === "not_up_to_date") await this.conversation?.look();
      if (refusal.code === "connection_lost") this.drafts.doubt(conversation, text, last_seen);
      throw refusal;
    }
    this.drafts.drop(conversation);
    if (this.place.lane === "reply") this.#leave(`Sent to ${nameOf(conversation)}.`);
    else this.#settle();
  }

  async close(conversation) {
    await this.#finish("close_conversation", conversation, `The conversation with ${nameOf(conversation)} is closed. It opens again if they write.`);
  }

  async optOut(conversation) {
    await this.#finish("opt_out", conversation, `${nameOf(conversation)} has been opted out and won't be texted again.`);
  }

  async #finish(name, { campaign, id }, notice) {
    this.#conversationChanged(await this.#ask(name, { campaign, conversation: id }));
    this.#leave(notice);
  }

  #conversationChanged(thing) {
    this.lanes.change(thing);
    if (this.#isOpen(thing)) this.conversation.change(thing);
  }

  #consoleChanged(thing) {
    const before = this.#things.get("console", thing.id, thing.campaign);
    const elsewhere = thing.campaign === this.place.campaign ? "" : thing.title;
    if (before && thing.taken && thing.taken.moved !== movedBefore(before, thing)) this.notice = movedAway(thing.taken, elsewhere);
    this.#things.change(thing);
  }

  #isOpen({ campaign, id }) {
    return this.conversation?.campaign === campaign && this.conversation.id === id;
  }

  #taken(sentence = "") {
    const { thing } = this.conversation;
    this.#leave(thing ? `The conversation with ${nameOf(thing)} was taken away: it isn't assigned to you any more.` : sentence);
  }

  // Back from a conversation to where it was opened from.
  #leave(notice) {
    this.notice = notice;
    this.place = { ...this.place, conversation: null };
    this.#go(this.place);
    this.#settle();
  }

  // After anything has changed: hold what is shown now, list what it needs, and show it.
  #settle() {
    this.requests.settle(this.consoles);
    for (const { campaign, screen } of this.consoles) if (screen !== "initials") this.sent.delete(campaign);
    const one = chosen(this.consoles, this.place.campaign);
    if (one && one.campaign !== this.place.campaign) {
      this.place = { campaign: one.campaign, lane: null, conversation: null };
      this.#go(this.place);
    }
    const now = shown(this);
    if (now.screen === "thread") this.#open(now).follow(now.moved);
    else this.conversation = null;
    if (now.lane && now.screen !== "thread") this.lanes.of(now.campaign, now.lane).follow(now.moved);
    if (now.screen === "initials") this.#refill(one);
    if (this.conversation?.thing) this.drafts.settle(this.conversation.thing);
    this.#changed(now);
  }

  #open({ campaign, conversation }) {
    if (!this.#isOpen({ campaign, id: conversation })) {
      const taken = (sentence) => this.conversation === open && this.#taken(sentence);
      const open = new OpenConversation(this.#ask, campaign, conversation, () => this.#settle(), taken);
      this.conversation = open;
    }
    return this.conversation;
  }

  // The console says that first messages are left, but the listing has run out of them: more were assigned.
  #refill(one) {
    const lane = this.lanes.of(one.campaign, "initial");
    const { left } = progress(one, this.sent.get(one.campaign) ?? []);
    if (lane.listed && !lane.items.length && left > 0) lane.refresh();
  }
}
