// The page around the screens: heading, notice, campaigns, ways to the lanes, request and release. A screen is kept
// for as long as it is the same one, and filled anew; when it becomes another, that is announced and takes the focus.

import { el, setAttribute, write } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { initials } from "./initials.js";
import { list } from "./list.js";
import { releaseButton } from "./release_button.js";
import { requestButton } from "./request_button.js";
import { hashOf } from "./route.js";
import { thread } from "./thread.js";

const SCREENS = { initials, replies: list, lane: list, thread };
const NO_SCREEN = () => ({ element: el("div", { hidden: true }), fill() {} });

export class View {
  #page;
  #now = null;
  #screen = NO_SCREEN();
  #main = document.getElementById("main");
  #announcer = document.getElementById("announcer");
  #back = el("a", { class: "back", hidden: true }, "← Back");
  #title = el("p", { class: "eyebrow" });
  #heading = el("h1", { tabindex: "-1" });
  #notice = el("p", { class: "notice", role: "status" });
  #sentence = el("p", { class: "sentence" });
  #lanes = el("ul");
  #ways = el("nav", { class: "lanes", "aria-label": "Your conversations" }, this.#lanes);
  #owed = false; // the focus belongs to the screen, which has nothing yet to put it on
  #arrival = { at: 0, sentence: "" }; // at in ms
  #request;
  #release;
  #showLanes;
  #showCampaigns;

  constructor(page) {
    this.#page = page;
    this.#request = requestButton(page);
    this.#release = releaseButton(page);
    const say = [this.#back, this.#title, this.#heading, this.#notice, this.#sentence];
    this.#main.append(...say, this.#screen.element, this.#request.element, this.#ways, this.#release.element);
    this.#showLanes = keyed(this.#lanes, ({ lane }) => lane, () => way(({ label }) => label));
    const campaigns = document.querySelector("#campaigns ul");
    this.#showCampaigns = keyed(campaigns, ({ campaign }) => campaign, () => way(({ title }) => title));
    document.getElementById("skip").addEventListener("click", (event) => {
      event.preventDefault(); // the address says where in the console we are
      this.#main.focus();
    });
    // A held Enter presses a button again and again. One press, one act.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.repeat && event.target.closest?.("button, a")) event.preventDefault();
    });
  }

  connection(state, sentence) {
    const indicator = document.getElementById("connection");
    indicator.dataset.state = state;
    write(indicator, sentence);
    setAttribute(indicator, "title", sentence);
  }

  /** Show what `shown(page)` says. */
  show(now) {
    const before = this.#now;
    const another = !before || ["campaign", "screen", "lane", "conversation"].some((part) => before[part] !== now[part]);
    const focused = document.activeElement ?? document.body;
    this.#now = now;
    if (another) this.#turnTo(now);
    this.#fill(now);
    if (!another && before.heading !== now.heading) this.#announce(now.heading);
    const lost = !focused.isConnected; // with a row, say, that has gone
    const free = another && (focused === document.body || this.#main.contains(focused));
    if (free || lost) this.#owed = true;
    else if (!this.#untouched(document.activeElement)) this.#owed = false; // the texter has gone on by themselves
    if (this.#owed) this.#giveFocus();
  }

  // To the next act. While that isn't there yet, as the rows of a list that is still loading, to the heading.
  #giveFocus() {
    if (this.#screen.focus?.()) this.#owed = false;
    else this.#heading.focus();
  }

  #untouched(focused) {
    return focused === document.body || focused === this.#heading;
  }

  #turnTo({ heading, sentence, request, screen }) {
    const said = [heading, sentence, !request?.busy && request?.says].filter(Boolean).map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`));
    this.#arrival = { at: Date.now(), sentence: said.join(" ") };
    write(this.#announcer, this.#arrival.sentence);
    this.#screen.leave?.();
    const next = (SCREENS[screen] ?? NO_SCREEN)(this.#page, (sentence) => this.#announce(sentence));
    this.#screen.element.replaceWith(next.element);
    this.#screen = next;
    this.#main.dataset.screen = screen;
  }

  #fill(now) {
    const { me, notice } = this.#page;
    write(document.getElementById("me"), sentence`${me?.name ?? ""}`);
    document.getElementById("admin").hidden = me?.role !== "admin";
    setAttribute(this.#back, "href", hashOf({ campaign: now.campaign, lane: now.lane }));
    this.#back.hidden = now.screen !== "thread";
    write(this.#title, sentence`${now.title ?? ""}`);
    setAttribute(this.#title, "title", now.title);
    write(this.#heading, now.screen === "thread" ? sentence`${now.heading}` : now.heading);
    write(this.#notice, notice);
    write(this.#sentence, now.sentence);
    this.#screen.fill(now);
    this.#request.fill(now);
    this.#release.fill(now);
    this.#ways.hidden = !now.lanes.length;
    this.#showLanes(now.lanes.map((way) => ({ ...way, href: hashOf({ campaign: now.campaign, lane: way.lane }) })));
    document.getElementById("campaigns").hidden = !now.campaigns.length;
    this.#showCampaigns(now.campaigns.map((way) => ({ ...way, href: hashOf(way) })));
    document.title = [now.needs ? `(${now.needs.toLocaleString("en")}) ` : "", now.title ? `${now.title} · ` : "", "Handraise"].join("");
  }

  // What a screen says right after it has appeared is said together with that: the later would cut the earlier off.
  #announce(sentence) {
    const { at, sentence: arrival } = this.#arrival;
    write(this.#announcer, Date.now() - at < 500 ? `${arrival} ${sentence}` : sentence);
  }
}

// One link of a list of them; `needs` is how many conversations there can't wait.
function way(label) {
  const text = el("bdi");
  const count = el("span", { class: "count" });
  const link = el("a", {}, text, " ", count);
  return {
    element: el("li", {}, link),
    fill(item) {
      setAttribute(link, "href", item.href);
      setAttribute(link, "aria-current", item.current ? "page" : null);
      write(text, label(item));
      setAttribute(link, "title", item.title);
      write(count, item.needs ? item.needs.toLocaleString("en") : "");
      count.hidden = !item.needs;
    },
  };
}
