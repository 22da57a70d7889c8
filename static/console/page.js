// All that the console page knows. No DOM: `ask` is the hub's, `go` the address bar's.
//
//   hub, address ──▶ page ──▶ changed() ──▶ shown(page) ──▶ view          view ──▶ acts ──▶ hub, page

import { sentence } from "../shared/sentence.js";
import { Things } from "../shared/store.js";
import { storeNow } from "../shared/store_time.js";
import { nameOf } from "../shared/words.js";
import { Choices } from "./choices.js";
import { chosen, shown } from "./console.js";
import { OpenConversation } from "./conversation.js";
import { Doing } from "./doing.js";
import { Drafts } from "./drafts.js";
import { Lanes } from "./lanes.js";
import { neighbours } from "./neighbours.js";
import { Notice } from "./notice.js";
import { Offers } from "./offers.js";
import { Requests } from "./requests.js";
import { hashOf } from "./route.js";
import { servedSays, servedSince } from "./served.js";
import { Undoing } from "./undoing.js";
import { movedAway } from "./words.js";

const keyOf = ({ campaign, id }) => `${campaign}/${id}`;

// Return how many conversations the move that a console tells of had taken, when the console last told of it.
const movedBefore = ({ taken }, now) => (taken?.move === now.taken.move ? taken.moved : 0);

export class Page {
  me = null;
  opened = false;
  place = { campaign: null, lane: null, conversation: null };
  conversation = null; // OpenConversation
  drafts = new Drafts();
  doing;
  choices = new Choices();
  lastOpened = null; // the place of the conversation that was opened last
  unasked = null; // the id of a conversation that has opened by itself
  lanes;
  requests;
  offers;
  undoing;
  ask;
  #things = new Things();
  #notice = null; // what has just happened, for the texter to read
  #connections = 0; // how many there have been
  #leaving = new Set(); // conversations whose first message is on its way, its answer not yet here
  #go;
  #changed;

  /** `ask(name, args)`: a Socket's; `go(place, instead)`: put it in the address, `instead` of the one there; `changed()`: show the page again. */
  constructor({ ask, go, changed }) {
    this.ask = ask;
    this.#go = go;
    this.#changed = changed;
    this.doing = new Doing(ask);
    this.lanes = new Lanes(ask, () => this.settle());
    this.requests = new Requests(ask, () => this.settle());
    this.offers = new Offers(ask, () => this.settle());
    this.undoing = new Undoing(() => this.settle());
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
    this.choices.belongTo(me.id);
    const before = this.consoles;
    this.#things.replaceAll(things);
    for (const one of this.consoles) this.#tellServed(before.find(({ campaign }) => campaign === one.campaign), one);
    this.#connections += 1;
    this.requests.connected();
    this.lanes.doubt();
    this.offers.doubt();
    this.conversation?.doubt();
    this.settle();
  }

  whenChanged(thing) {
    if (thing.kind === "conversation") this.conversationChanged(thing);
    else this.#consoleChanged(thing);
    this.settle();
  }

  whenGone(gone) {
    if (gone.kind === "conversation") {
      this.lanes.gone(gone);
      if (this.#isOpen(gone)) this.#taken();
    } else {
      const one = this.#things.gone(gone);
      if (one) this.#tellGone(one);
    }
    this.settle();
  }

  /** Go to the place in the address, which a link or the browser's back button has changed. */
  went(place) {
    if (hashOf(place) !== hashOf(this.place)) {
      this.#notice = null;
      this.unasked = null;
    }
    this.place = place;
    this.settle();
  }

  /** Return {previous, next}: the conversations beside the open one in its lane, null where there is none. */
  neighbours() {
    const { campaign, lane, conversation } = this.place;
    return neighbours(lane === null ? [] : this.lanes.of(campaign, lane).items, conversation);
  }

  /** Open the `previous` or the `next` conversation of the lane. Return whether there is one. */
  turn(way) {
    const beside = this.conversation && this.neighbours()[way];
    if (!beside) return false;
    const place = { ...this.place, conversation: beside.id };
    this.#go(place, true);
    this.went(place);
    return true;
  }

  /** Read again the draft that this browser keeps by this name: another tab has changed it. */
  whenKept(name) {
    this.drafts.reread(name);
    this.settle();
  }

  // Steps of acts.js.

  /** Take away the sentence about what happened before: the texter does something else. */
  hush() {
    this.#notice = null;
  }

  /** Leave out a conversation of `initialsOf` until `sending` is over: its first message is on its way. */
  async without(conversation, sending) {
    this.#leaving.add(keyOf(conversation));
    this.settle();
    try {
      return await sending();
    } finally {
      this.#leaving.delete(keyOf(conversation));
      this.settle();
    }
  }

  /** Show a sentence until the texter does something else, or goes on from the screen that the event leads to. */
  tell(says, until = {}) {
    this.#notice = new Notice(typeof says === "function" ? says : () => says, until);
  }

  /** Tell why nothing was done; if it was for want of a connection, until there is one. */
  tellRefusal({ sentence, details }) {
    const before = this.#connections;
    this.tell(() => (details?.sent === false && this.#connections > before ? null : sentence));
  }

  #tellGone({ campaign, title }) {
    const back = () => this.consoles.some((one) => one.campaign === campaign);
    this.tell(() => (back() ? null : sentence`You're no longer a sender of “${title}”, or it has been archived.`));
  }

  /** Take in a conversation as it is now: from the hub's news, or from the answer to an act. */
  conversationChanged(thing) {
    this.drafts.settle(thing);
    this.lanes.change(thing);
    if (this.#isOpen(thing)) this.conversation.change(thing);
  }

  #consoleChanged(thing) {
    const { kind, id, campaign, v, taken } = thing;
    const before = this.#things.get(kind, id, campaign);
    if (!this.#things.change(thing) || !before) return;
    this.#tellServed(before, thing);
    if (!taken || taken.moved === movedBefore(before, thing)) return;
    const elsewhere = campaign !== this.place.campaign;
    const now = () => this.#things.get(kind, id, campaign);
    this.tell(() => now() && movedAway({ ...now(), taken }, elsewhere), { since: elsewhere ? 0 : v });
  }

  #tellServed(before, now) {
    const served = servedSince(before, now);
    if (served) this.tell(servedSays(served, now.campaign === this.place.campaign ? null : now.title));
  }

  #isOpen({ campaign, id }) {
    return this.conversation?.campaign === campaign && this.conversation.id === id;
  }

  #taken(why = "") {
    const { thing } = this.conversation;
    this.leave(thing ? sentence`The conversation with ${nameOf(thing)} was taken away: it isn't assigned to you any more.` : why);
  }

  /**
   * Go on from a conversation because of something that happened at version `since`: to the conversation with the id
   * `next`, which opens by itself, or back to where the one before was opened from. `notice` says so; null: nothing
   * needs to.
   */
  leave(notice, since = 0, next = null) {
    this.tell(notice, { since });
    this.visit({ ...this.place, conversation: next }, next);
  }

  /** Go to a place, and put it in the address; instead of the one there, if its conversation opens by itself. */
  visit(place, unasked = null) {
    this.unasked = unasked;
    this.place = place;
    this.#go(place, unasked !== null);
    this.settle();
  }

  /** Return whether the page shows this conversation, or is about to. */
  isAt({ campaign, id }) {
    return this.place.campaign === campaign && this.place.conversation === id;
  }

  /** Bring the page up to date after any change: hold the open conversation, list what the screen needs, and show it. */
  settle() {
    this.requests.settle(this.consoles);
    const one = chosen(this.consoles, this.place.campaign);
    if (one && one.campaign !== this.place.campaign) {
      this.place = { campaign: one.campaign, lane: null, conversation: null };
      this.#go(this.place);
    }
    const before = shown(this);
    if (before.screen === "thread") this.#open(before).follow(before.moved);
    else this.conversation = null;
    const now = shown(this);
    if (this.#notice?.follow(now) === false) this.#notice = null;
    if (now.lane) this.lanes.of(now.campaign, now.lane).follow(now.moved);
    if (now.screen === "thread") this.offers.follow(one);
    if (now.screen === "initials") this.#refill(one);
    if (this.conversation?.thing) this.drafts.settle(this.conversation.thing);
    this.#changed(now);
  }

  #open({ campaign, lane, conversation }) {
    if (!this.#isOpen({ campaign, id: conversation })) {
      const taken = (sentence) => this.conversation === open && this.#taken(sentence);
      const open = new OpenConversation(this.ask, campaign, conversation, () => this.settle(), taken);
      open.listed = this.lanes.of(campaign, lane).items.find(({ id }) => id === conversation) ?? null;
      this.conversation = open;
      this.lastOpened = { campaign, lane, conversation };
    }
    return this.conversation;
  }

  // List again if the console says that first messages are left but the listing has run out: more were assigned.
  #refill(one) {
    const lane = this.lanes.of(one.campaign, "initial");
    if (lane.listed && !lane.items.length && one.v >= lane.seen) lane.refresh();
  }
}
