/** Every answer that nobody can answer as things stand, campaign by campaign, and the texts that no texter gets. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing, conversationsOf } from "../shared/listing.js";
import { many } from "../shared/numbers.js";
import { nameOf } from "../shared/words.js";
import { allWaiting, wayOut } from "./answers.js";
import { STATUSES } from "./board.js";
import { asker } from "./fields.js";
import { to, toConversation } from "./routes.js";

const ROWS_PER_PAGE = 50; // answers shown of each campaign
const REST_MS = 1000; // ms between two listings

export function answersPage({ things, ask }) {
  const listings = []; // the listings of every card that there has been
  const listing = (read, changed) => {
    listings.push(new Listing({ read, changed, rest: REST_MS }));
    return listings.at(-1);
  };
  const stranded = () => things.all("stranded").sort((a, b) => a.id - b.id);
  const element = el("section", {},
    el("h1", {}, "Answers nobody is assigned to"),
    el("p", { class: "soft" }, "People wrote these, and no texter can answer them as things stand."),
    el("p", { class: "notice", hidden: () => allWaiting(things) > 0 }, "There are none right now."),
    keyed(el("div"), stranded, ({ id }) => id, (now) => campaignCard(now, ask, listing)),
    strangersCard(() => things.all("account")[0], ask, listing));
  const told = (thing) => thing === null && listings.forEach((each) => each.doubt()); // we were away
  return { element, told, title: () => "Answers" };
}

function campaignCard(now, ask, listing) {
  const way = () => wayOut(now());
  const read = (page) => conversationsOf(ask, { campaign: now().id, ...way().which })(page);
  const answers = listing(read, () => refresh(card));
  const shown = () => answers.items.slice(0, ROWS_PER_PAGE);
  const says = outcome();
  const resume = asker("Resume", () => ask("resume_campaign", { campaign: now().id }));
  follow(resume.element, () => (resume.element.hidden = !way().verb));
  const closeAll = el("button", { type: "button", hidden: () => shown().length < 2, onclick: askToCloseAll }, () => `Close these ${shown().length}`);
  const card = el("div", { class: "card" },
    el("div", { class: "row spread heading" }, el("h2", {}, el("a", { href: () => to(now().id) }, () => now().title)),
      el("span", { class: "status", "data-status": () => now().status }, () => STATUSES[now().status])),
    el("p", {}, () => `${many(now().answers, "answer")}. ${way().says}`),
    el("div", { class: "row" }, resume.element,
      el("a", { class: "button", hidden: () => !way().link, href: () => way().link?.[1] }, () => way().link?.[0]), closeAll),
    says, refusalOf(answers),
    keyed(el("ul", { class: "conversations" }), shown, ({ id }) => id, (each) => answerLine(each, ask, says)),
    el("p", { class: "small" }, el("a", { href: () => way().list, hidden: () => now().answers <= ROWS_PER_PAGE }, () => `Read all ${many(now().answers, "answer")}`)));
  return follow(card, () => answers.follow(now().v));

  async function askToCloseAll() {
    const chosen = shown();
    const sure = await confirmed({
      question: `Close these ${chosen.length} conversations?`,
      says: "Nobody will answer what they wrote. A conversation opens again if the person writes.",
      verb: "Close them",
    });
    if (sure) await asking(closeAll, says, () => Promise.all(chosen.map((each) => ask(...closing(each)))));
  }
}

const refusalOf = (listing) => el("p", { class: "outcome refused", role: "status" }, () => listing.refusal);

/** Return the command that closes a conversation, unless its contact has written more than is shown. */
const closing = ({ campaign, id, texts }) => ["close_conversation", { campaign, conversation: id, last_seen: texts.at(-1)?.id ?? 0 }];

function answerLine(now, ask, says) {
  const close = el("button", {
    type: "button", class: "small", "aria-label": () => `Close the conversation with ${nameOf(now())}`,
    onclick: () => asking(close, says, () => ask(...closing(now()))),
  }, "Close");
  return el("li", {},
    el("div", { class: "row spread" },
      el("div", {}, el("a", { href: () => toConversation(now().campaign, now().id, { lane: "reply" }) }, () => nameOf(now())),
        el("span", { class: "soft small" }, () => ` waiting since ${clock(now().waiting_since)}`)),
      close),
    el("p", { class: "snippet", dir: "auto" }, () => now().texts.at(-1)?.text));
}

function strangersCard(account, ask, listing) {
  const unplaced = () => account()?.unplaced ?? 0;
  const read = async ({ limit }) => ({ items: (await ask("list_unplaced", { limit })).texts, next: null });
  const texts = listing(read, () => refresh(card));
  const says = outcome();
  const card = el("div", { class: "card", hidden: () => !unplaced() },
    el("h2", {}, "In no campaign, or opted out"),
    el("p", {}, "Add a number to a campaign's contacts to write back. If somebody who opted out wants texts again, undo it in the conversation."),
    says, refusalOf(texts),
    keyed(el("ul", { class: "conversations" }), () => texts.items, ({ id }) => id, (text) => strangerLine(text, ask, says)),
    el("p", { class: "small soft" }, () => (unplaced() > ROWS_PER_PAGE ? `The first ${ROWS_PER_PAGE} of ${many(unplaced(), "text")}; dismiss some to see more.` : "")));
  return follow(card, () => account() && texts.follow(account().v));
}

function strangerLine(now, ask, says) {
  const whose = () => now().phone || "No number";
  const href = () => (now().campaign === null ? null : toConversation(now().campaign, now().conversation)); // there may be no conversation
  const dismiss = el("button", {
    type: "button", class: "small", "aria-label": () => `Dismiss the text from ${now().phone || "no number"}`,
    onclick: () => asking(dismiss, says, () => ask("dismiss_unplaced", { text: now().id })),
  }, "Dismiss");
  return el("li", {},
    el("div", { class: "row spread" },
      el("div", {}, el("a", { href }, el("bdi", {}, whose)),
        el("span", { class: "soft small" }, () => ` ${clock(now().at)}${now().opted_out ? " · has opted out" : ""}`)),
      dismiss),
    el("p", { class: "whole", dir: "auto" }, () => now().text)); // in full: admins may read it nowhere else
}
