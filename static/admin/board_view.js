/** Every campaign with its counts. */
import { el, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count, many } from "../shared/numbers.js";
import { COUNTED } from "../shared/words.js";
import { allWaiting } from "./answers.js";
import { STATUSES, figures, onBoard } from "./board.js";
import { asker } from "./fields.js";
import { waiting } from "./forecast.js";
import { asItWas, dataOf } from "./retention.js";
import { to } from "./routes.js";
import { askingSays, roomSays } from "./senders.js";

const FIGURES = [
  [`${COUNTED.initial}, unassigned`, ({ unassigned }) => unassigned.initial],
  ["Replies, unassigned", ({ unassigned }) => unassigned.reply],
  [`${COUNTED.quiet}, unassigned`, ({ unassigned }) => unassigned.quiet],
  ["Assigned", (campaign) => figures(campaign).held],
  [COUNTED.reply, (campaign) => figures(campaign).waiting],
  [COUNTED.closed, ({ closed }) => closed],
  [COUNTED.opted_out, ({ opted_out }) => opted_out],
  ["Senders", ({ senders }) => senders],
];

let archivedToo = false; // whether archived campaigns are shown; it stays so until the page is loaded again

export function boardPage({ things, ask }) {
  const shown = () => onBoard(things.all("campaign"), archivedToo);
  const archived = asker("Show archived campaigns", () => ask("open_admin", { archived: true }), {
    class: "plain",
    done: ({ things: all }) => {
      archivedToo = true;
      all.forEach((thing) => things.change(thing));
      return things.all("campaign").some(({ status }) => status === "archived") ? "" : "There are none.";
    },
  });
  const element = el("section", {},
    el("div", { class: "row spread heading" },
      el("h1", {}, "Campaigns"),
      el("a", { class: "button primary", href: "#/new" }, "New campaign")),
    el("p", { class: "notice", hidden: () => !allWaiting(things) },
      el("a", { href: "#/answers" }, () => `${many(allWaiting(things), "answer")} nobody is assigned to`)),
    el("p", { class: "notice", hidden: () => onBoard(things.all("campaign"), false).length > 0 }, "No open campaigns. Make a new one."),
    keyed(el("ul", { class: "cards" }), shown, ({ id }) => id, (now) => card(now, () => things.all("account")[0])), archived.element);
  return { element, title: () => "Campaigns" };
}

function card(now, account) {
  const was = () => asItWas(now());
  const waits = () => waiting(now(), account().currency);
  const sent = () => `${count(was().sent)} of ${count(was().contacts)} sent`;
  const gone = () => (now().erased ? dataOf(now(), account()) : "");
  return el("li", { class: "card" },
    el("div", { class: "row spread heading" },
      el("h2", {}, el("a", { href: () => to(now().id) }, () => now().title)),
      el("span", { class: "status", "data-status": () => now().status }, () => STATUSES[now().status])),
    seen(el("p", { class: "notice" }, waits), () => waits() !== ""),
    seen(el("p", { class: "notice" }, el("a", { href: () => to(now().id, "senders") }, () => askingSays(now()))), () => askingSays(now()) !== ""),
    seen(el("p", { class: "soft" }, () => roomSays(now())), () => roomSays(now()) !== ""),
    seen(el("p", { class: "soft" }, gone), () => gone() !== ""),
    el("p", { class: "number" }, sent),
    el("progress", { max: 1, "aria-label": "Sent", value: () => figures(was()).share }),
    el("dl", { class: "figures" }, ...FIGURES.map(([name, number]) =>
      el("div", {}, el("dt", {}, name), el("dd", { class: "number" }, () => count(number(was())))))));
}
