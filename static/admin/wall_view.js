/** One campaign on a whole screen, to be read from five metres away. */
import { el, seen, write } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { storeNow } from "../shared/store_time.js";
import { STATUSES, figures } from "./board.js";
import { repliesSay } from "./board_order.js";
import { about, doneAt, perMinute, rateSays, waitsLong } from "./pace.js";
import { to } from "./routes.js";

export function wallPage({ campaign: id }, { things, ask, readings, redraw }) {
  let last;
  const campaign = () => (last = things.get("campaign", id, id) ?? { ...last, status: "archived" });
  const rate = () => (campaign().status === "active" ? perMinute(readings.of(id), campaign().sent, storeNow()) : null);
  const done = () => doneAt(campaign(), rate(), storeNow());
  const long = () => waitsLong(campaign(), storeNow());
  ask("board_history").then((answer) => {
    readings.learn(answer);
    redraw();
  }, () => {}); // without it, the rate begins now
  const fact = (name, says, more = () => "", attributes = {}) => el("div", attributes, el("dt", {}, name),
    el("dd", { class: "number" }, says), seen(el("dd", { class: "wall-more" }, more), () => more() !== ""));
  const element = el("section", { class: "wall" },
    el("div", { class: "row spread" },
      el("h1", {}, () => campaign().title),
      el("div", { class: "row" },
        el("span", { class: "status", "data-status": () => campaign().status }, () => STATUSES[campaign().status]),
        fullScreen(), el("a", { class: "button", href: to(id) }, "Back"))),
    el("dl", { class: "wall-facts" },
      fact("Unassigned", () => count(figures(campaign()).unassigned), undefined, { class: "wall-largest" }),
      fact("Replies waiting", () => count(figures(campaign()).waiting), () => `${long() ? "⚠ " : ""}${repliesSay(campaign(), storeNow())}`, { "data-warn": long }),
      fact("Texters here", () => count(campaign().here ?? 0), () => `of ${count(campaign().senders)}`),
      fact("Sent a minute", () => (rate() === null ? "—" : rateSays(rate())), () => (done() === null ? "" : `done at about ${about(done(), storeNow())}`)),
      fact("Answered", () => count(campaign().answered ?? 0))),
    el("div", {},
      el("p", { class: "wall-more number" }, () => `${count(campaign().sent)} of ${count(campaign().contacts)} sent`),
      el("progress", { max: 1, "aria-label": "Sent", value: () => figures(campaign()).share })));
  document.body.classList.add("on-the-wall");
  const awake = keepAwake();
  return {
    element,
    title: () => campaign().title,
    close() {
      document.body.classList.remove("on-the-wall");
      if (document.fullscreenElement) document.exitFullscreen();
      awake.end();
    },
  };
}

function fullScreen() {
  const button = el("button", { type: "button", onclick: turn }, "Full screen");
  function turn() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => write(button, "Full screen isn't allowed here"));
  }
  return seen(button, () => document.fullscreenEnabled && !document.fullscreenElement);
}

// Keep the screen awake while the page is looked at, where the browser can; it lets go of that when the tab is hidden.
function keepAwake() {
  let lock = null;
  let over = false;
  const take = () => {
    if (document.visibilityState !== "visible") return;
    navigator.wakeLock?.request("screen").then((got) => (over ? got.release() : (lock = got)), () => {});
  };
  document.addEventListener("visibilitychange", take);
  take();
  return {
    end() {
      over = true;
      document.removeEventListener("visibilitychange", take);
      lock?.release();
    },
  };
}
