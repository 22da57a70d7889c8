// Shows the page: the screen, and around.js around it. A screen is kept for as long as it is the same one; when it
// becomes another, that is announced and takes the focus.

import { el, follow, refresh, seen, write } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count } from "../shared/numbers.js";
import { banners, foot, head, way, ways } from "./around.js";
import { SINGLE_KEYS } from "./choices.js";
import { choosing } from "./choosing.js";
import { Columns } from "./columns.js";
import { initials } from "./initials.js";
import { listenToKeys } from "./key_presses.js";
import { showKeys } from "./keys_dialog.js";
import { hashOf } from "./route.js";
import { thread } from "./thread.js";
import { undo, undoBar } from "./undo.js";

const SCREENS = { initials, replies: choosing, lane: choosing, thread };
const NO_SCREEN = () => ({ element: el("div", { hidden: true }) });

export class View {
  #page;
  #now; // what is shown
  #screen = null;
  #main = document.getElementById("main");
  #announcer = document.getElementById("announcer");
  #heading;
  #columns;
  #owed = false; // the focus belongs to the screen, which has nothing yet to put it on
  #arrival = { at: 0, sentence: "" }; // at in ms

  constructor(page) {
    this.#page = page;
    // A held Enter presses a button again and again. One press, one act.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.repeat && event.target.closest?.("button, a")) event.preventDefault();
    });
  }

  /** Show what `shown(page)` says. */
  show(now) {
    const before = this.#now;
    const another = !before || ["campaign", "screen", "lane", "conversation"].some((part) => before[part] !== now[part]);
    const focused = document.activeElement ?? document.body;
    this.#now = now;
    if (!before) this.#begin();
    if (another) this.#turnTo(now);
    this.#columns.settle(now, this.#screen.element, this.#screen.aside);
    refresh(document.documentElement);
    if (!another && before.heading !== now.heading) this.#announceHeading(now);
    const lost = focused !== document.body && !canHold(focused);
    const free = another && (focused === document.body || this.#main.contains(focused));
    // A texter who has left the box goes on by single keys, which a box would take from them.
    const keyed = another && before?.screen === "thread" && now.screen === "thread" && focused === this.#heading && !this.#owed;
    if ((free && !keyed) || lost) this.#owed = true;
    else if (!this.#untouched(document.activeElement)) this.#owed = false; // the texter has gone on by themselves
    if (this.#owed) this.#giveFocus();
  }

  // Make the elements that stay from screen to screen.
  #begin() {
    const page = this.#page;
    const now = () => this.#now;
    const { heading, elements } = head(now);
    this.#heading = heading;
    this.#screen = NO_SCREEN();
    const lanes = ways(now);
    const middle = el("div", { class: "middle" }, ...elements, ...banners(page, now), this.#screen.element, ...foot(page, now, lanes));
    this.#columns = new Columns(page, now, { main: this.#main, middle, lanes, changed: () => this.show(this.#now) });
    this.#main.before(undoBar(page, () => this.#giveFocus())); // a screen that changes takes no focus from there
    listenToKeys({ does: (act, key) => this.#does(act, key), on: () => page.choices.isOn(SINGLE_KEYS), rest: () => heading.focus({ preventScroll: true }) });
    document.getElementById("keys").addEventListener("click", () => showKeys(page.choices));
    const campaigns = document.getElementById("campaigns");
    keyed(campaigns.querySelector("ul"), () => now().campaigns, ({ campaign }) => campaign,
      (one) => way(one, () => one().title, () => hashOf(one())));
    seen(campaigns, () => now().campaigns.length);
    seen(document.getElementById("admin"), () => page.me?.role === "admin");
    const title = document.querySelector("title");
    follow(title, () => write(title, [now().needs ? `(${count(now().needs)}) ` : "", now().title ? `${now().title} · ` : "", "Handraise"].join("")));
  }

  // Do what a single key means on the screen that is shown. Return whether anything was done.
  #does(act, key) {
    if (act === "help") return showKeys(this.#page.choices) ?? true;
    if (act === "undo") return this.#page.undoing.act !== null && (undo(this.#page), true);
    if (act === "next" || act === "previous") return this.#page.turn(act) || this.#columns.list?.step(act === "next" ? 1 : -1);
    return this.#screen.does?.(act, key);
  }

  // Put the focus on the next act; on the heading while the act isn't there yet, as in a list that is still loading.
  #giveFocus() {
    if (this.#screen.focus?.()) this.#owed = false;
    else this.#heading.focus();
  }

  #untouched(focused) {
    return focused === document.body || focused === this.#heading;
  }

  #turnTo(now) {
    this.#arrival = { at: Date.now(), sentence: readOut(now) };
    write(this.#announcer, this.#arrival.sentence);
    this.#screen.leave?.();
    const next = (SCREENS[now.screen] ?? NO_SCREEN)(this.#page, () => this.#now, (sentence) => this.#announce(sentence), this.#columns);
    this.#screen.element.replaceWith(next.element);
    this.#screen = next;
    this.#main.dataset.screen = now.screen;
  }

  // Have a new heading of the same screen read out. Right after the screen has appeared, it takes the old one's place.
  #announceHeading(now) {
    const fresh = Date.now() - this.#arrival.at < 500;
    if (fresh) this.#arrival.sentence = readOut(now);
    write(this.#announcer, fresh ? this.#arrival.sentence : now.heading);
  }

  // Have a sentence read out. Right after a screen has appeared, the screen is read out once more before the sentence:
  // the sentence alone would cut it off.
  #announce(sentence) {
    const { at, sentence: arrival } = this.#arrival;
    write(this.#announcer, Date.now() - at < 500 ? `${arrival} ${sentence}` : sentence);
  }
}

// Return whether an element can have the focus: it is there, in sight, and on.
const canHold = (element) => element.getClientRects().length > 0 && !element.matches(":disabled");

// Return what is read out of a screen that has just appeared.
function readOut({ heading, sentence, request }) {
  const parts = [heading, sentence, !request?.busy && request?.says].filter(Boolean);
  return parts.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(" ");
}
