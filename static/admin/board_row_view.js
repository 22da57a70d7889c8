/** A campaign's row on the board. Only a row whose campaign has changed is touched: there may be hundreds. */
import { el, follow, setAttribute, svg, write } from "../shared/dom.js";
import { count, many } from "../shared/numbers.js";
import { storeNow } from "../shared/store_time.js";
import { STATUSES, figures } from "./board.js";
import { needs, nextStep, repliesSay } from "./board_order.js";
import { about, doneAt, perMinute, rateSays, waitsLong } from "./pace.js";
import { asItWas, dataOf } from "./retention.js";
import { to } from "./routes.js";
import { roomSays } from "./senders.js";
import { spark } from "./spark.js";

const [WIDTH, HEIGHT] = [120, 32];
const AGAIN_MS = 5_000; // after so long also a row is drawn that stands still: times go on

/** Return the row's element. now() → the campaign thing. */
export function boardRow(now, { things, readings }) {
  const row = parts();
  let shown = null;
  let at = -Infinity;
  let learned = 0;
  return follow(row.element, () => {
    if (now() === shown && readings.learned === learned && storeNow() - at < AGAIN_MS) return;
    [shown, at, learned] = [now(), storeNow(), readings.learned];
    show(row, shown, { at, account: things.all("account")[0], readings: readings.of(shown.id) });
  });
}

function parts() {
  const row = {
    title: el("a"), status: el("span", { class: "status" }), wall: el("a", { class: "small" }, "Wall view"),
    unassigned: el("dd", { class: "number board-large" }),
    waiting: el("dd", { class: "number" }), longest: el("dd", { class: "small" }),
    here: el("dd", { class: "number" }), room: el("dd", { class: "small soft" }),
    rate: el("dd", { class: "number" }), done: el("dd", { class: "small soft" }),
    sent: el("dd", { class: "number" }), ofAll: el("dd", { class: "small soft" }),
    line: svg("polyline", { class: "plot-line" }), needs: el("ul", { class: "board-needs" }), note: el("p", { class: "soft" }),
  };
  const fact = (name, ...says) => el("div", {}, el("dt", {}, name), ...says);
  row.waits = fact("Replies waiting", row.waiting, row.longest);
  const picture = svg("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, row.line);
  row.facts = el("dl", { class: "board-facts" }, fact("Unassigned", row.unassigned), row.waits, fact("Texters here", row.here, row.room),
    fact("Sent a minute", row.rate, row.done), fact("Sent", row.sent, row.ofAll), el("div", { class: "board-spark" }, picture));
  row.element = el("li", { class: "card board-row" },
    el("div", { class: "board-title" }, el("h2", {}, row.title), row.status, row.wall),
    el("div", { class: "board-rest" }, row.facts, row.needs, row.note));
  return row;
}

function show(row, campaign, { at, account, readings }) {
  const { id, status } = campaign;
  const was = asItWas(campaign);
  const running = status === "active" || status === "paused";
  write(row.title, campaign.title);
  setAttribute(row.title, "href", to(id));
  write(row.status, STATUSES[status]);
  setAttribute(row.status, "data-status", status);
  setAttribute(row.wall, "href", `#/wall/${id}`);
  setAttribute(row.wall, "aria-label", `Wall view of ${campaign.title}`);
  setAttribute(row.wall, "hidden", !running);
  setAttribute(row.facts, "hidden", status === "draft");
  numbers(row, was, running, at, readings);
  const found = status === "draft" ? [nextStep(campaign)] : needs(campaign, account.currency);
  const known = JSON.stringify(found);
  if (row.known !== known) row.needs.replaceChildren(...found.map(({ says, href }) => el("li", {}, el("a", { href }, says))));
  row.known = known;
  setAttribute(row.needs, "hidden", !found.length);
  setAttribute(row.needs, "data-draft", status === "draft");
  write(row.note, noteOf(campaign, account));
  setAttribute(row.note, "hidden", row.note.textContent === "");
}

function noteOf(campaign, account) {
  if (campaign.status === "draft") return campaign.contacts ? many(campaign.contacts, "contact") : "";
  return campaign.erased ? dataOf(campaign, account) : "";
}

function numbers(row, was, running, at, readings) {
  const { unassigned, waiting, sent, contacts } = figures(was);
  const rate = was.status === "active" ? perMinute(readings, was.sent, at) : null;
  const done = doneAt(was, rate, at);
  write(row.unassigned, count(unassigned));
  write(row.waiting, count(waiting));
  const long = running && waitsLong(was, at);
  write(row.longest, running ? `${long ? "⚠ " : ""}${repliesSay(was, at)}` : "");
  setAttribute(row.waits, "class", long ? "warn" : null);
  write(row.here, `${count(was.here ?? 0)} of ${count(was.senders)}`);
  write(row.room, roomSays(was));
  write(row.rate, rate === null ? "—" : rateSays(rate));
  write(row.done, done === null ? "" : `done at about ${about(done, at)}`);
  write(row.sent, count(sent));
  write(row.ofAll, `of ${count(contacts)}`);
  for (const part of [row.here, row.rate, row.line]) setAttribute(part.closest("div"), "hidden", !running);
  setAttribute(row.line, "points", spark(readings, at, WIDTH, HEIGHT));
}
