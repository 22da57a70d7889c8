/** Every answer that nobody can answer as things stand, campaign by campaign, and the texts that no texter gets; live. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { allWaiting, wayOut } from "./answers.js";
import { STATUSES } from "./board.js";
import { called } from "./conversation.js";
import { asker } from "./fields.js";
import { Live, setText } from "./live.js";
import { many } from "./numbers.js";
import { to, toConversation } from "./routes.js";

const PAGE = 50;
const PAUSE = 1000; // ms between two listings

export function answersPage({ things, ask }) {
  const live = new Live();
  const campaigns = el("div");
  const show = keyed(campaigns, ({ id }) => id, () => campaignCard(ask));
  const strangers = strangersCard(ask);
  live.each(() => {
    show(things.all("stranded").sort((a, b) => a.id - b.id));
    strangers.fill(things.all("account")[0]);
  });
  const element = el("section", {},
    el("h1", {}, "Answers nobody is assigned to"),
    el("p", { class: "soft" }, "People wrote these, and no texter can answer them as things stand."),
    live.seen(el("p", { class: "notice" }, "There are none right now."), () => !allWaiting(things)),
    campaigns, strangers.element);
  return { element, live, title: () => "Answers" };
}

/** A list that is read again when its version is another, after a pause at the earliest; `read()` gives its rows. */
function reread(list, says, read, show) {
  let wanted = null;
  let have = null;
  let reading = false;
  return async (version) => {
    wanted = version;
    if (reading) return;
    reading = true;
    while (have !== wanted) {
      const now = wanted;
      if (!(await asking(list, says, read, (rows) => show(rows)))) break; // a connection that comes back asks again
      have = now;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    reading = false;
  };
}

function campaignCard(ask) {
  let shown;
  const title = document.createTextNode("");
  const link = el("a", {}, title);
  const badge = el("span", { class: "status" });
  const why = document.createTextNode("");
  const resume = asker("Resume", () => ask("resume_campaign", { campaign: shown.id }));
  const out = el("a", { class: "button" });
  const all = el("a", {});
  const says = outcome();
  const rows = el("ul", { class: "conversations" });
  const showRows = keyed(rows, ({ id }) => id, () => answerLine(ask, says));
  let listed = [];
  const show = (conversations) => {
    listed = conversations;
    closeAll.hidden = listed.length < 2;
    closeAll.textContent = `Close these ${listed.length}`;
    showRows(conversations);
  };
  const closeAll = el("button", { type: "button", hidden: true, onclick: askToCloseAll });
  const element = el("div", { class: "card" },
    el("div", { class: "row spread heading" }, el("h2", {}, link), badge), el("p", {}, why),
    el("div", { class: "row" }, resume.element, out, closeAll), says, rows, el("p", { class: "small" }, all));
  const read = async () => (await ask("list_conversations", { campaign: shown.id, ...wayOut(shown).which, limit: PAGE })).conversations;
  const list = reread(rows, says, read, show);
  return { element, fill };

  async function askToCloseAll() {
    const chosen = listed;
    const sure = await confirmed({
      question: `Close these ${chosen.length} conversations?`,
      says: "Nobody will answer what they wrote. A conversation opens again if the person writes.",
      verb: "Close them",
    });
    if (sure) await asking(closeAll, says, () => Promise.all(chosen.map((each) => ask(...closing(each)))));
  }

  function fill(stranded) {
    shown = stranded;
    const way = wayOut(stranded);
    setText(title, stranded.title);
    setAttribute(link, "href", to(stranded.id));
    setAttribute(badge, "data-status", stranded.status);
    if (badge.textContent !== STATUSES[stranded.status]) badge.textContent = STATUSES[stranded.status];
    setText(why, `${many(stranded.answers, "answer")}. ${way.says}`);
    resume.element.hidden = !way.verb;
    out.hidden = !way.link;
    if (way.link) {
      out.textContent = way.link[0];
      setAttribute(out, "href", way.link[1]);
    }
    all.hidden = stranded.answers <= PAGE;
    all.textContent = `Read all ${many(stranded.answers, "answer")}`;
    setAttribute(all, "href", way.list);
    list(stranded.v);
  }
}

/** What to ask to close a conversation, unless its person has written more than is shown. */
const closing = ({ campaign, id, texts }) => ["close_conversation", { campaign, conversation: id, last_seen: texts.at(-1)?.id ?? 0 }];

function answerLine(ask, says) {
  let shown;
  const [name, when, words] = ["", "", ""].map((text) => document.createTextNode(text));
  const link = el("a", {}, name);
  const close = el("button", { type: "button", class: "small", onclick: () => asking(close, says, closeIt) }, "Close");
  const element = el("li", {}, el("div", { class: "row spread" }, el("div", {}, link, el("span", { class: "soft small" }, when)), close),
    el("p", { class: "snippet", dir: "auto" }, words));
  const closeIt = () => ask(...closing(shown));
  return {
    element,
    fill(conversation) {
      shown = conversation;
      setAttribute(link, "href", toConversation(conversation.campaign, conversation.id, { lane: "reply" }));
      setAttribute(close, "aria-label", `Close the conversation with ${called(conversation.contact)}`);
      setText(name, called(conversation.contact));
      setText(when, ` waiting since ${clock(conversation.waiting_since)}`);
      setText(words, conversation.texts.at(-1)?.text ?? "");
    },
  };
}

function strangersCard(ask) {
  const says = outcome();
  const rows = el("ul", { class: "conversations" });
  const show = keyed(rows, ({ id }) => id, () => strangerLine(ask, says));
  const more = el("p", { class: "small soft" });
  const element = el("div", { class: "card", hidden: true },
    el("h2", {}, "In no campaign, or opted out"),
    el("p", {}, "Add a number to a campaign's contacts to write back. If somebody who opted out wants texts again, undo it in the conversation."), says, rows, more);
  const read = async () => (await ask("list_unplaced", { limit: PAGE })).texts;
  const list = reread(rows, says, read, show);
  return {
    element,
    fill(account) {
      element.hidden = !account?.unplaced;
      if (!account) return;
      more.textContent = account.unplaced > PAGE ? `The first ${PAGE} of ${many(account.unplaced, "text")}; dismiss some to see more.` : "";
      list(`${account.unplaced} ${account.last_unplaced}`);
    },
  };
}

function strangerLine(ask, says) {
  let shown;
  const [phone, when, words] = ["", "", ""].map((text) => document.createTextNode(text));
  const link = el("a", {}, el("bdi", {}, phone)); // a link only if there is a conversation
  const dismiss = el("button", { type: "button", class: "small", onclick: () => asking(dismiss, says, () => ask("dismiss_unplaced", { text: shown.id })) }, "Dismiss");
  const element = el("li", {}, el("div", { class: "row spread" }, el("div", {}, link, el("span", { class: "soft small" }, when)), dismiss),
    el("p", { class: "whole", dir: "auto" }, words)); // there may be no conversation in which to read it all
  return {
    element,
    fill(text) {
      shown = text;
      setText(phone, text.phone || "No number");
      setText(when, ` ${clock(text.at)}${text.opted_out ? " · has opted out" : ""}`);
      setText(words, text.text);
      setAttribute(link, "href", text.campaign === null ? null : toConversation(text.campaign, text.conversation));
      setAttribute(dismiss, "aria-label", `Dismiss the text from ${text.phone || "no number"}`);
    },
  };
}
