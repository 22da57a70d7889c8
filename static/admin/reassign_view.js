/** Bulk reassign: what to move, from whom, to whom, a preview of it, how far it is, and how many did move. */
import { asking, outcome, say } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, setAttribute } from "../shared/dom.js";
import { chooser } from "./chooser_view.js";
import { choice, field } from "./fields.js";
import { wholeNumber } from "./numbers.js";
import { LANES, VERBS, available, moved, preview, progress } from "./reassign.js";

const UNASSIGN_FROM = [{ key: "everybody", title: "Everybody" }, { key: "senders", title: "Some senders" }];
const REASSIGN_FROM = [{ key: "unassigned", title: "The unassigned ones" }, { key: "senders", title: "Some senders" }];

export function reassignPart({ live, campaign, senders, ask }) {
  const picked = { verb: "unassign_all", lanes: "any", unassignFrom: "everybody", reassignFrom: "unassigned" };
  const pick = (name) => (key) => {
    picked[name] = key;
    live.update();
  };
  const people = () => [...senders()].sort((a, b) => a.name.localeCompare(b.name));
  const givers = chooser(live, "From whom", people);
  const getters = chooser(live, "To whom", people);
  const typed = { type: "text", inputmode: "numeric", class: "short", autocomplete: "off", oninput: () => live.update() };
  const number = field("How many", el("input", typed));
  for (const each of [givers, getters]) each.changed(() => live.update());

  const reassigns = () => picked.verb !== "unassign_all";
  const from = () => (reassigns() ? picked.reassignFrom : picked.unassignFrom);
  const now = () => ({
    verb: picked.verb,
    lanes: picked.lanes,
    from: from(),
    givers: givers.chosen(),
    to: getters.chosen(),
    count: wholeNumber(number.input.value),
  });
  const planned = () => preview(now(), campaign(), senders());
  const title = () => VERBS.find(({ key }) => key === picked.verb).title;
  const says = outcome();
  let moving = null; // {choice, there, moves} while a move goes on
  const far = () => progress(moving, available(moving.choice, campaign(), senders()));
  const go = el("button", { type: "submit", class: "pink" }, live.text(title));
  live.each(() => setAttribute(go, "aria-disabled", moving || planned().command ? null : "true"));
  const bar = live.seen(el("progress", { "aria-label": "Moved" }), () => moving !== null);
  live.each(() => {
    if (!moving) return;
    bar.max = moving.moves;
    bar.value = far().done;
  });

  const changed = () => moving || say(says, ""); // what came of the last move isn't about this one
  const form = el("form", { novalidate: true, onsubmit: move, oninput: changed },
    choice("What to do", VERBS, picked.verb, pick("verb")),
    choice("Which ones", LANES, picked.lanes, pick("lanes")),
    live.seen(choice("From", UNASSIGN_FROM, picked.unassignFrom, pick("unassignFrom")), () => !reassigns()),
    live.seen(choice("From", REASSIGN_FROM, picked.reassignFrom, pick("reassignFrom")), reassigns),
    live.seen(givers.element, () => from() === "senders"),
    live.seen(number.element, () => picked.verb === "reassign_some"),
    live.seen(getters.element, reassigns),
    live.seen(el("p", { class: "notice", role: "status" }, live.text(() => (moving ? "" : planned().sentence))), () => !moving),
    live.seen(el("p", { class: "notice number" }, live.text(() => (moving ? far().sentence : ""))), () => moving),
    el("div", {}, go, bar, says));
  return el("details", { class: "card" }, el("summary", {}, "Bulk reassign"), form);

  async function move(event) {
    event.preventDefault();
    const { command, sentence, moves } = planned();
    if (!command || moving) return;
    const chosen = now();
    if (!(await confirmed({ question: `${title()}?`, says: sentence, verb: title() }))) return;
    moving = { choice: chosen, there: available(chosen, campaign(), senders()), moves };
    live.update();
    await asking(go, says, () => ask(...command), ({ moved: many }) => {
      number.input.value = ""; // or the form would promise the same once more
      return moved(chosen, many);
    });
    moving = null;
    live.update();
  }
}
