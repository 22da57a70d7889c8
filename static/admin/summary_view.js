/** A campaign at a glance, live: how far it is, where its conversations are, what can be changed. */
import { figures, inAll, moves } from "./board.js";
import { confirmed } from "../confirmed.js";
import { el } from "../dom.js";
import { asker } from "./fields.js";
import { meterPart } from "./meter_view.js";
import { count } from "./numbers.js";
import { plotPart } from "./plot_view.js";
import { to } from "./routes.js";
import { selfAssignmentPart } from "./self_assignment_view.js";

const VERBS = { pause: "Pause", resume: "Resume", archive: "Archive" };

export function summaryPart(here) {
  const { live, id, campaign, ask } = here;
  const all = [
    ["Sent", (c) => `${count(c.sent)} of ${count(c.contacts)}`],
    ["Unassigned", (c) => count(inAll(c.unassigned))],
    ["Assigned", (c) => count(inAll(c.held))],
    ["Replies waiting", (c) => count(figures(c).waiting)],
    ["Closed", (c) => count(c.closed)],
    ["Opted out", (c) => count(c.opted_out)],
    ["Senders", (c) => count(c.senders)],
  ];
  const bar = el("progress", { max: 1, "aria-label": "Sent" });
  live.each(() => (bar.value = figures(campaign()).share));
  const element = el("section", {},
    el("div", { class: "row actions" }, ...Object.keys(VERBS).map(move),
      el("a", { class: "button", href: to(id, "conversations") }, "Conversations"),
      el("a", { class: "button", href: `/campaigns/${id}/export.csv`, download: true }, "Export")),
    el("div", { class: "card" }, el("h2", {}, "Progress"), bar,
      el("dl", { class: "figures" }, ...all.map(([name, says]) =>
        el("div", {}, el("dt", {}, name), el("dd", { class: "number" }, live.text(() => says(campaign()))))))),
    el("div", { class: "columns" },
      el("div", { class: "card" }, el("h2", {}, "Every conversation"), meterPart(live, campaign)),
      el("div", { class: "card" }, el("h2", {}, "Unassigned over the last hour"), plotPart(here))),
    el("div", { class: "columns" },
      el("div", { class: "card" }, el("h2", {}, "Self assignment"), selfAssignmentPart(here)),
      el("div", { class: "card" }, el("h2", {}, "Message"), el("p", { class: "bubble out" }, live.text(() => campaign().script || "None yet.")))));
  return { element };

  function move(verb) {
    const made = asker(VERBS[verb], async () => {
      if (verb !== "archive" || await sure()) await ask(`${verb}_campaign`, { campaign: id });
    }, { class: verb === "archive" ? "danger" : "" });
    return live.seen(made.element, () => moves(campaign()).includes(verb));
  }

  function sure() {
    return confirmed({
      question: `Archive ${campaign().title}?`,
      says: "It is put away for good: nothing in it is sent any more, and its senders no longer see it.",
      verb: "Archive",
    });
  }
}
