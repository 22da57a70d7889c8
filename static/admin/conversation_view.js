/** One conversation to read, kept up to date while it is open. */
import { asking, outcome, say } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { byThemselves, notesOf, optedOut } from "../shared/notes.js";
import { Refusal } from "../shared/socket.js";
import { texts } from "../shared/texts.js";
import { LANES, nameOf } from "../shared/words.js";
import { details, holderName, listName } from "./conversation.js";
import { narrowed, noted } from "./labels.js";
import { lineName } from "./lookup.js";
import { wayPart } from "./ledger_view.js";
import { toList } from "./routes.js";

export function conversationPart({ id, where, things, campaign, senders, ask }) {
  const now = () => things.get("conversation", where.conversation, id);
  const lane = () => now()?.lane;
  const holder = (member) => holderName(member, senders());
  const refused = el("p", { class: "refusal", role: "status" });
  const did = outcome();
  let undone = null; // the lane in which the sentence in `did` isn't true any more
  follow(did, () => lane() === undone && say(did, saysUntil(null, "")));
  const optIn = el("button", { type: "button", hidden: () => lane() !== "opted_out", onclick: askToOptIn }, "Undo the opt-out");
  const close = el("button", { type: "button", hidden: () => lane() !== "reply", onclick: closeIt }, "Close");
  const memberOf = (member) => things.get("member", member)?.name ?? "A former member";
  const way = wayPart({ id, conversation: where.conversation, things, ask });
  open();
  return {
    told: (thing) => thing === null && open(), // we were away: ask again, so that the hub goes on telling
    element: el("section", {},
      el("p", { class: "small" }, el("a", { href: toList(id, where) }, () => listName(where, holder, () => narrowed(where, campaign())))),
      el("h2", {}, () => (now() ? nameOf(now()) : "Conversation")), refused,
      keyed(el("dl", { class: "facts" }), known, ([name]) => name, pair),
      keyed(el("div"), () => (now() ? notesOf(now(), clock) : []), (note) => note, (note) => el("p", { class: "soft" }, note)),
      el("div", { class: "acts" }, el("div", { class: "row" }, optIn, close), did),
      el("div", { class: "card" }, el("h3", {}, "Texts"), texts(now, ({ by }) => (by === undefined ? "We" : memberOf(by))),
        el("div", { hidden: () => now()?.draft === undefined },
          el("p", { class: "soft small" }, "Not sent yet:"), el("p", { class: "bubble out soft" }, () => now()?.draft))),
      way),
  };

  async function open() {
    try {
      await ask("open_conversation", { campaign: id, conversation: where.conversation });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.textContent = error.sentence;
    }
  }

  function saysUntil(lane, sentence) {
    undone = lane;
    return sentence;
  }

  function closeIt() {
    const question = () => ask("close_conversation", { campaign: id, conversation: where.conversation, last_seen: now().texts.at(-1)?.id ?? 0 });
    return asking(close, did, question, () => saysUntil("reply", "Closed. It opens again if they write."));
  }

  async function askToOptIn() {
    const sure = await confirmed({
      question: `Undo the opt-out of ${nameOf(now())}?`,
      says: `${optedOut(now(), clock)} ${byThemselves(now()) ? "Only undo it if they want texts again. " : ""}They can be texted then, in every campaign.`,
      verb: "Undo the opt-out",
    });
    if (sure) await asking(optIn, did, () => ask("opt_in", { campaign: id, conversation: where.conversation }), () => saysUntil("opted_out", "They can be texted again."));
  }

  function known() {
    if (!now()) return [];
    const { contact } = now();
    return [["Phone", contact.phone], ["Lane", LANES[lane()]], ["Assigned to", holder(now().holder)], ...line(now()), ...noted(now(), campaign()), ...details(contact)];
  }
}

const line = ({ line }) => (line ? [["Line", lineName(line)]] : []);
const pair = (now) => el("div", {}, el("dt", {}, now()[0]), el("dd", {}, () => now()[1]));
