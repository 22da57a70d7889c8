// The parts of the page around a screen that are made once: its head, the strips above it, and its foot.

import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { adminsMessage } from "./admins_message.js";
import { releaseButton } from "./release_button.js";
import { requestButton } from "./request_button.js";
import { hashOf } from "./route.js";
import { stillThere } from "./still_there.js";

/** Return {heading, elements}: the way back, the campaign and the heading. `now()` returns what `shown(page)` said. */
export function head(now) {
  const says = () => (now().screen === "thread" ? sentence`${now().heading}` : now().heading);
  const back = () => hashOf({ campaign: now().campaign, lane: now().lane });
  const heading = el("h1", { tabindex: "-1" }, says);
  return {
    heading,
    elements: [
      el("div", { class: "row where" },
        el("a", { class: "back", href: back, hidden: () => now().screen !== "thread" }, "← Back"),
        el("p", { class: "eyebrow", title: () => now().title }, () => sentence`${now().title ?? ""}`)),
      heading,
    ],
  };
}

/** Return the strips above every screen, of which each hides itself when it has nothing to say. */
export function banners(page, now) {
  return [
    stillThere(page, now),
    adminsMessage(page, now),
    el("p", { class: "notice", role: "status" }, () => page.notice),
    el("p", { class: "sentence" }, () => now().sentence),
  ];
}

/** Return the parts below every screen: the request, the `lanes`, and the end of the day. */
export function foot(page, now, lanes) {
  return [
    el("p", { class: "soft asleep", hidden: () => !now().asleep }, () => now().asleep),
    requestButton(page, now),
    lanes,
    releaseButton(page, now),
  ];
}

/** Return the ways to the lanes. */
export function ways(now) {
  const lanes = keyed(el("ul"), () => now().lanes, ({ lane }) => lane,
    (lane) => way(lane, () => lane().label, () => hashOf({ campaign: now().campaign, lane: lane().lane })));
  return el("nav", { class: "lanes", "aria-label": "Your conversations", hidden: () => !now().lanes.length }, lanes);
}

/** Return a link of a list of links; its `needs` is how many conversations there need the texter now. */
export function way(now, label, href) {
  return el("li", {}, el("a", { href, title: () => now().title, "aria-current": () => now().current && "page" },
    el("bdi", {}, label), " ",
    el("span", { class: "count", hidden: () => !now().needs }, () => (now().needs ? count(now().needs) : ""))));
}
