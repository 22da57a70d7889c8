// All that the console page knows, and all that a texter can do. No DOM: `ask` is the hub's, `go` the address bar's.
//
//   hub, address ──▶ page ──▶ changed() ──▶ shown(page) ──▶ view          view ──▶ page.request() … ──▶ hub

import { many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { Things } from "../shared/store.js";
import { storeNow } from "../shared/store_time.js";
import { nameOf } from "../shared/words.js";
import { chosen, shown } from "./console.js";
import { OpenConversation } from "./conversation.js";
import { Drafts } from "./drafts.js";
import { Lanes } from "./lanes.js";
import { Notice } from "./notice.js";
import { Requests } from "./requests.js";
import { hashOf } from "./route.js";
import { came, movedAway } from "./words.js";

// A first message refused with one of these isn't ours to send any more: go on with the next.
const PASSED = new Set(["not_yours", "already_sent", "opted_out", "unknown_conversation"]);

const keyOf = ({ campaign, id }) => `${campaign}/${id}`;

// Return the screen that a batch leads to: a batch never mixes first messages with replies.
const screenFor = ({ initial, reply }) => (initial ? "initials" : reply ? "replies" : "inbox_zero");

// Return whether the connection was lost between the question and its answer.
const isInDoubt = ({ code, details }) => code === "connection_lost" && details?.sent !== false;

// Return how many conversations the move that a console tells of had taken, when the console last told of it.
const movedBefore = ({ taken }, now) => (taken?.move === now.taken.move ? taken.moved : 0);

export class Page {
  me = null;
  opened = false;
  place = { campaign: null, lane: null, conversation: null };
  conversation = null; // OpenConversation
  drafts = new Drafts();
  lanes;
  requests;
  #things = new Things();
  #notice = null; // what has just happened, for the texter to read
  #leaving = new Set(); // conversations whose first message is on its way, its answer not yet here
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

  /** The sentence about what has just happened, or "". */
  get notice() {
    return this.#notice?.sentence ?? "";
  }

  /** The time by the store's clock, in ms. */
  get at() {
    return storeNow();
  }

  /** Return a campaign's conversations whose first message is still to be sent, as far as they are listed. */
  initialsOf(campaign) {
    return this.lanes.of(campaign, "initial").items.filter((one) => !this.#leaving.has(keyOf(one)));
  }

  // News from the hub and from the address bar.

  whenOpened({ me, things }) {
    this.me = me;
    this.opened = true;
    this.drafts.belongTo(me.id);
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
      if (one) this.#tellGone(one);
    }
    this.#settle();
  }

  /** Go to the place in the address, which a link or the browser's back button has changed. */
  went(place) {
    if (hashOf(place) !== hashOf(this.place)) this.#notice = null;
    this.place = place;
    this.#settle();
  }

  /** Read again the draft that this browser keeps by this name: another tab has changed it. */
  whenKept(name) {
    this.drafts.reread(name);
    this.#settle();
  }

  // Commands of a texter. Each rejects with a Refusal, whose sentence belongs beside the button that was pressed. Only
  // the refusal of a request is kept, by Requests.

  async request(campaign) {
    this.#notice = null;
    const batch = await this.requests.press(this.consoles.find((one) => one.campaign === campaign));
    if (batch) this.#tell(came(batch), { screen: screenFor(batch) });
    this.#settle();
  }

  async release(campaign) {
    this.#notice = null;
    const { moved } = await this.#ask("release_conversations", { campaign });
    this.#tell(`You have given back ${many(moved, "conversation")}, so that others can go on.`, { screen: "goodbye" });
    this.#settle();
  }

  /** Send a first message as it is shown. Return the Refusal if it isn't ours to send any more: go on with the next. */
  async sendInitial(conversation, text) {
    const { campaign, id } = conversation;
    const lane = this.lanes.of(campaign, "initial");
    this.#notice = null;
    this.#leaving.add(keyOf(conversation));
    this.#settle();
    try {
      const { v } = await this.#ask("send_initial", { campaign, conversation: id, text });
      lane.knows(v);
      lane.drop(id, v);
      this.drafts.drop(conversation);
      return null;
    } catch (refusal) {
      if (!PASSED.has(refusal.code)) throw refusal;
      lane.drop(id);
      lane.refresh();
      return refusal;
    } finally {
      this.#leaving.delete(keyOf(conversation));
      this.#settle();
    }
  }

  /**
   * Answer the newest text shown. From the lane of replies this leads back to the list. If a newer text has come, it is
   * shown before the refusal is. `picture`: the campaign's picture goes with it.
   */
  async sendReply(conversation, text, picture = false) {
    const { campaign, id, texts } = conversation;
    const last_seen = texts.at(-1)?.id ?? 0;
    this.#notice = null;
    this.drafts.sending(conversation, text, last_seen);
    try {
      const thing = await this.#ask("send_reply", { campaign, conversation: id, text, last_seen, ...(picture && { picture }) });
      this.drafts.wereSent(conversation, text);
      this.#conversationChanged(thing);
      if (this.place.lane === "reply") this.#leave(sentence`Sent to ${nameOf(conversation)}.`, thing.v);
      else this.#settle();
    } catch (refusal) {
      if (!isInDoubt(refusal)) this.drafts.wereNotSent(conversation);
      if (refusal.code === "not_up_to_date") await this.conversation?.look();
      throw refusal;
    }
  }

  async close(conversation) {
    await this.#finish("close_conversation", conversation, sentence`The conversation with ${nameOf(conversation)} is closed. It opens again if they write.`);
  }

  /** Return {text}: the account's words for the last text of a contact who is opted out, "" if it has none. */
  lastText() {
    return this.#ask("draft_last_text", {});
  }

  /** Opt a contact out; `text` is the last one that they get, "" for none. */
  async optOut(conversation, text) {
    const notice = text.trim() ? sentence`${nameOf(conversation)} has been opted out and gets your last text, and no other.`
      : sentence`${nameOf(conversation)} has been opted out and won't be texted again.`;
    await this.#finish("opt_out", conversation, notice, { text });
  }

  async #finish(name, { campaign, id }, notice, more = {}) {
    this.#notice = null;
    const thing = await this.#ask(name, { campaign, conversation: id, ...more });
    this.#conversationChanged(thing);
    const back = () => this.lanes.of(campaign, "reply").items.some((one) => one.id === id); // they wrote, or an admin undid it
    this.#leave(() => (back() ? null : notice), thing.v);
  }

  // Show a sentence until the texter does something else, or goes on from the screen that the event leads to.
  #tell(says, until = {}) {
    this.#notice = new Notice(typeof says === "function" ? says : () => says, until);
  }

  #tellGone({ campaign, title }) {
    const back = () => this.consoles.some((one) => one.campaign === campaign);
    this.#tell(() => (back() ? null : sentence`You're no longer a sender of “${title}”, or it has been archived.`));
  }

  #conversationChanged(thing) {
    this.drafts.settle(thing);
    this.lanes.change(thing);
    if (this.#isOpen(thing)) this.conversation.change(thing);
  }

  #consoleChanged(thing) {
    const { kind, id, campaign, v, taken } = thing;
    const before = this.#things.get(kind, id, campaign);
    if (!this.#things.change(thing) || !before || !taken || taken.moved === movedBefore(before, thing)) return;
    const elsewhere = campaign !== this.place.campaign;
    const now = () => this.#things.get(kind, id, campaign);
    this.#tell(() => now() && movedAway({ ...now(), taken }, elsewhere), { since: elsewhere ? 0 : v });
  }

  #isOpen({ campaign, id }) {
    return this.conversation?.campaign === campaign && this.conversation.id === id;
  }

  #taken(why = "") {
    const { thing } = this.conversation;
    this.#leave(thing ? sentence`The conversation with ${nameOf(thing)} was taken away: it isn't assigned to you any more.` : why);
  }

  // Go back from a conversation to where it was opened from, because of something that happened at version `since`.
  #leave(notice, since = 0) {
    this.#tell(notice, { since });
    this.place = { ...this.place, conversation: null };
    this.#go(this.place);
    this.#settle();
  }

  // Bring the page up to date after any change: hold the open conversation, list what the screen needs, and show it.
  #settle() {
    this.requests.settle(this.consoles);
    const one = chosen(this.consoles, this.place.campaign);
    if (one && one.campaign !== this.place.campaign) {
      this.place = { campaign: one.campaign, lane: null, conversation: null };
      this.#go(this.place);
    }
    const now = shown(this);
    if (this.#notice?.follow(now) === false) this.#notice = null;
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

  // List again if the console says that first messages are left but the listing has run out: more were assigned.
  #refill(one) {
    const lane = this.lanes.of(one.campaign, "initial");
    if (lane.listed && !lane.items.length && one.v >= lane.seen) lane.refresh();
  }
}
