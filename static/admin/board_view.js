/** Every campaign with its counts, live. */
import { el, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { allWaiting } from "./answers.js";
import { STATUSES, figures, onBoard } from "./board.js";
import { asker } from "./fields.js";
import { Live, setText } from "./live.js";
import { count, many } from "./numbers.js";
import { to } from "./routes.js";

const FIGURES = [
  ["To send, unassigned", ({ unassigned }) => unassigned.initial],
  ["Replies, unassigned", ({ unassigned }) => unassigned.reply],
  ["Quiet, unassigned", ({ unassigned }) => unassigned.quiet],
  ["Assigned", (campaign) => figures(campaign).held],
  ["Replies waiting", (campaign) => figures(campaign).waiting],
  ["Closed", ({ closed }) => closed],
  ["Opted out", ({ opted_out }) => opted_out],
  ["Senders", ({ senders }) => senders],
];

let archivedToo = false; // once asked for, until the page is loaded again

export function boardPage({ things, ask }) {
  const live = new Live();
  const cards = el("ul", { class: "cards" });
  const show = keyed(cards, ({ id }) => id, card);
  live.each(() => show(onBoard(things.all("campaign"), archivedToo)));
  const none = live.seen(el("p", { class: "notice" }, "No open campaigns. Make a new one."),
    () => !onBoard(things.all("campaign"), false).length);
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
      el("a", { class: "button pink", href: "#/new" }, "New campaign")),
    live.seen(el("p", { class: "notice" }, el("a", { href: "#/answers" },
      live.text(() => `${many(allWaiting(things), "answer")} nobody is assigned to`))), () => allWaiting(things) > 0),
    none, cards, archived.element);
  return { element, live, title: () => "Campaigns" };
}

function card() {
  const title = document.createTextNode("");
  const link = el("a", {}, title);
  const badge = el("span", { class: "status" });
  const sent = document.createTextNode("");
  const bar = el("progress", { max: 1, "aria-label": "Sent" });
  const numbers = FIGURES.map(() => document.createTextNode(""));
  const figuresShown = el("dl", { class: "figures" }, ...FIGURES.map(([name], place) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: "number" }, numbers[place]))));
  const element = el("li", { class: "card" },
    el("div", { class: "row spread heading" }, el("h2", {}, link), badge), el("p", { class: "number" }, sent), bar, figuresShown);
  return { element, fill };

  function fill(campaign) {
    const { sent: gone, contacts, share } = figures(campaign);
    setText(title, campaign.title);
    setAttribute(link, "href", to(campaign.id));
    setAttribute(badge, "data-status", campaign.status);
    if (badge.textContent !== STATUSES[campaign.status]) badge.textContent = STATUSES[campaign.status];
    setText(sent, `${count(gone)} of ${count(contacts)} sent`);
    bar.value = share;
    FIGURES.forEach(([, number], place) => setText(numbers[place], count(number(campaign))));
  }
}
