/** One conversation to read, live while it is open. */
import { asking, outcome, say } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { attached, byThemselves, notesOf, optedOut } from "../shared/notes.js";
import { Refusal } from "../shared/socket.js";
import { LANE_NAMES, called, details, fate, listName } from "./conversation.js";
import { setText } from "./live.js";
import { toList } from "./routes.js";

export function conversationPart({ live, id, where, things, senders, ask }) {
  const now = () => things.get("conversation", where.conversation, id);
  const says = el("p", { class: "refusal", role: "status" });
  const did = outcome();
  let undone = null; // the lane in which what `did` says isn't true any more
  const notes = el("div");
  const showNotes = keyed(notes, (note) => note, (note) => ({ element: el("p", { class: "soft" }, note), fill() {} }));
  const optIn = el("button", { type: "button", onclick: askToOptIn }, "Undo the opt-out");
  const close = el("button", { type: "button", onclick: () => asking(close, did, closeIt, () => saysUntil("reply", "Closed. It opens again if they write.")) }, "Close");
  const facts = el("dl", { class: "facts" });
  const showFacts = keyed(facts, ([name]) => name, pair);
  const texts = el("ol", { class: "thread" });
  const showTexts = keyed(texts, ({ id: place }) => place, bubble);
  const draft = el("p", { class: "bubble out soft" }, live.text(() => now()?.draft ?? ""));
  const unsent = el("div", {}, el("p", { class: "soft small" }, "Not sent yet:"), draft);
  live.each(() => {
    if (!now()) return;
    showFacts(known(now()));
    showNotes(notesOf(now(), clock));
    showTexts(now().texts);
    if (now().lane === undone) say(did, saysUntil(null, ""));
  });
  open();
  return {
    told: (thing) => thing === null && open(), // we were away; the hub tells about it again once asked
    element: el("section", {},
      el("p", { class: "small" }, el("a", { href: toList(id, where) }, live.text(() => listName(where, nameOf)))),
      el("h2", {}, live.text(() => (now() ? called(now().contact) : "Conversation"))), says, facts, notes,
      el("div", { class: "acts" },
        el("div", { class: "row" }, live.seen(optIn, () => now()?.lane === "opted_out"), live.seen(close, () => now()?.lane === "reply")),
        did),
      el("div", { class: "card" }, el("h3", {}, "Texts"), texts,
        live.seen(unsent, () => now()?.draft !== undefined))),
  };

  async function open() {
    try {
      await ask("open_conversation", { campaign: id, conversation: where.conversation });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      says.textContent = error.sentence;
    }
  }

  function saysUntil(lane, sentence) {
    undone = lane;
    return sentence;
  }

  const closeIt = () => ask("close_conversation", { campaign: id, conversation: where.conversation, last_seen: now().texts.at(-1)?.id ?? 0 });

  async function askToOptIn() {
    const sure = await confirmed({
      question: `Undo the opt-out of ${called(now().contact)}?`,
      says: `${optedOut(now(), clock)} ${byThemselves(now()) ? "Only undo it if they want texts again. " : ""}They can be texted then, in every campaign.`,
      verb: "Undo the opt-out",
    });
    if (sure) await asking(optIn, did, () => ask("opt_in", { campaign: id, conversation: where.conversation }), () => saysUntil("opted_out", "They can be texted again."));
  }

  function known({ contact, lane, holder }) {
    return [["Phone", contact.phone], ["Lane", LANE_NAMES[lane]], ["Assigned to", nameOf(holder)], ...details(contact)];
  }

  function nameOf(member) {
    if (member === null) return "Unassigned";
    return senders().find((each) => each.id === member)?.name ?? "a former sender";
  }
}

function pair([term]) {
  const value = document.createTextNode("");
  return { element: el("div", {}, el("dt", {}, term), el("dd", {}, value)), fill: ([, text]) => setText(value, text) };
}

function bubble({ direction }) {
  const text = document.createTextNode("");
  const about = document.createTextNode("");
  return {
    element: el("li", { class: `bubble ${direction}` },
      el("span", { class: "for-screen-readers" }, direction === "out" ? "We: " : "They: "),
      text, el("span", { class: "small about" }, about)),
    fill(each) {
      setText(text, each.text);
      setText(about, [clock(each.at), fate(each), attached(each)].filter(Boolean).join(" · "));
    },
  };
}
