/** Every campaign in a row that says whether an admin must act. */
import { el, follow, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { many } from "../shared/numbers.js";
import { storeNow } from "../shared/store_time.js";
import { allWaiting } from "./answers.js";
import { onBoard, ordered } from "./board.js";
import { FILTERS, ORDERS, choiceOf, chosen } from "./board_order.js";
import { boardRow } from "./board_row_view.js";
import { empty } from "./empty_view.js";

const KEPT = "board"; // the name of the choice in this tab's storage
const SEARCHED_FROM = 10; // so many campaigns are seen without a search

export function boardPage(world) {
  const { things, ask, readings } = world;
  const choice = choiceOf(sessionStorage.getItem(KEPT) ?? "");
  const all = () => onBoard(things.all("campaign"), false);
  const shown = () => chosen(all(), choice, storeNow(), things.all("account")[0].currency);
  const choose = (name) => ({ target }) => {
    choice[name] = target.value;
    sessionStorage.setItem(KEPT, new URLSearchParams(choice));
    world.redraw();
  };
  const select = (name, label, options) => el("label", { class: "choice" }, el("span", {}, label),
    el("select", { onchange: choose(name) }, ...options.map(([value, words]) => el("option", { value, selected: choice[name] === value }, words))));
  const search = el("label", { class: "choice" }, el("span", {}, "Search"), el("input", { type: "search", value: choice.words, oninput: choose("words") }));
  const choices = el("div", { class: "row board-choices" }, select("filter", "Show", FILTERS), select("order", "Sort by", ORDERS),
    seen(search, () => all().length > SEARCHED_FROM || choice.words !== ""));
  ask("board_history").then((answer) => {
    readings.learn(answer);
    world.redraw();
  }, () => {}); // without it, the lines begin now
  const newOne = () => el("a", { class: "button primary", href: "#/new" }, "New campaign");
  const none = seen(empty("No campaigns yet. A campaign is a message, a list of people, and the texters who send it.", newOne()), () => !all().length);
  const nothing = seen(el("p", { class: "soft" }, "No campaign is like that."), () => all().length > 0 && !shown().length);
  const element = el("section", {},
    el("div", { class: "row spread heading" }, el("h1", {}, "Campaigns"), seen(newOne(), () => all().length > 0)),
    tabs("board"),
    el("p", { class: "notice warn", hidden: () => !allWaiting(things) },
      el("a", { href: "#/answers" }, () => `${many(allWaiting(things), "answer")} nobody is assigned to`)),
    seen(choices, () => all().length > 1), none, nothing,
    keyed(el("ul", { class: "board" }), shown, ({ id }) => id, (now) => boardRow(now, world)));
  return { element, title: () => "Campaigns" };
}

/** The archived campaigns, asked for when the page is opened. */
export function archivedPage(world) {
  const { things, ask } = world;
  const says = el("p", { class: "soft", role: "status" }, "Loading…");
  let loaded = false;
  const shown = () => (loaded ? ordered(things.all("campaign").filter(({ status }) => status === "archived")) : []);
  ask("open_admin", { archived: true }).then(({ things: all }) => {
    loaded = true;
    all.forEach((thing) => things.change(thing));
    world.redraw();
  }, (refusal) => (says.textContent = refusal.sentence));
  follow(says, () => loaded && (says.textContent = shown().length ? "" : "No campaign is archived."));
  const element = el("section", {}, el("div", { class: "row spread heading" }, el("h1", {}, "Archived campaigns")), tabs("archived"), says,
    keyed(el("ul", { class: "board" }), shown, ({ id }) => id, (now) => boardRow(now, world)));
  return { element, title: () => "Archived campaigns" };
}

function tabs(page) {
  const link = (name, href, title) => el("a", { href, "aria-current": name === page && "page" }, title);
  return el("nav", { class: "tabs", "aria-label": "Campaigns" }, link("board", "#/", "Open"), link("archived", "#/archived", "Archived"));
}
