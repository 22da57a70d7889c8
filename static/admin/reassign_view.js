/** The bulk reassign form: what to move, from whom, to whom; a preview, the progress, and how many have moved. */
import { asking, outcome, say } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, refresh, seen } from "../shared/dom.js";
import { chooser } from "./chooser_view.js";
import { choice, field } from "./fields.js";
import { wholeNumber } from "./numbers.js";
import { LANES, VERBS, available, moved, preview, progress } from "./reassign.js";

const UNASSIGN_FROM = [{ key: "everybody", title: "Everybody" }, { key: "senders", title: "Some senders" }];
const REASSIGN_FROM = [{ key: "unassigned", title: "The unassigned ones" }, { key: "senders", title: "Some senders" }];

export function reassignPart({ campaign, senders, ask }) {
  const picked = { verb: "unassign_all", lanes: "any", unassignFrom: "everybody", reassignFrom: "unassigned" };
  const pick = (name) => (key) => {
    picked[name] = key;
    refresh(card);
  };
  const people = () => [...senders()].sort((a, b) => a.name.localeCompare(b.name));
  const givers = chooser("From whom", people);
  const getters = chooser("To whom", people);
  const typed = { type: "text", inputmode: "numeric", class: "short", autocomplete: "off", oninput: () => refresh(card) };
  const number = field("How many", el("input", typed));
  for (const each of [givers, getters]) each.changed(() => refresh(card));

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
  const go = el("button", { type: "submit", class: "primary", "aria-disabled": () => (moving || planned().command ? null : "true") }, title);
  const bar = el("progress", { "aria-label": "Moved", hidden: () => !moving, max: () => moving?.moves, value: () => moving && far().done });

  const changed = () => moving || say(says, ""); // the outcome of the last move isn't about this one
  const form = el("form", { novalidate: true, onsubmit: move, oninput: changed },
    choice("What to do", VERBS, picked.verb, pick("verb")),
    choice("Which ones", LANES, picked.lanes, pick("lanes")),
    seen(choice("From", UNASSIGN_FROM, picked.unassignFrom, pick("unassignFrom")), () => !reassigns()),
    seen(choice("From", REASSIGN_FROM, picked.reassignFrom, pick("reassignFrom")), reassigns),
    seen(givers.element, () => from() === "senders"),
    seen(number.element, () => picked.verb === "reassign_some"),
    seen(getters.element, reassigns),
    seen(el("p", { class: "notice", role: "status" }, () => (moving ? "" : planned().sentence)), () => !moving),
    seen(el("p", { class: "notice number" }, () => (moving ? far().sentence : "")), () => moving),
    el("div", {}, go, bar, says));
  const card = el("details", { class: "card" }, el("summary", {}, "Bulk reassign"), form);
  return card;

  async function move(event) {
    event.preventDefault();
    const { command, sentence, moves } = planned();
    if (!command || moving) return;
    const chosen = now();
    if (!(await confirmed({ question: `${title()}?`, says: sentence, verb: title() }))) return;
    moving = { choice: chosen, there: available(chosen, campaign(), senders()), moves };
    refresh(card);
    await asking(go, says, () => ask(...command), ({ moved: many }) => {
      number.input.value = ""; // else the form would promise the same move once more
      return moved(chosen, many);
    });
    moving = null;
    refresh(card);
  }
}
