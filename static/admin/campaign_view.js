/** The frame of every page of a campaign: title, status, and the way to the campaign's other pages. */
import { el, seen } from "../shared/dom.js";
import { actsPart } from "./acts_view.js";
import { atHandPart } from "./at_hand_view.js";
import { STATUSES } from "./board.js";
import { contactsPart } from "./contacts_view.js";
import { conversationPart } from "./conversation_view.js";
import { conversationsPart } from "./conversations_view.js";
import { launchPart } from "./launch_view.js";
import { ledgerPart } from "./ledger_view.js";
import { listPart } from "./list_view.js";
import { messagePart } from "./message_view.js";
import { dataOf } from "./retention.js";
import { openedAt, to } from "./routes.js";
import { sendersPart } from "./senders_view.js";
import { settingsPart } from "./settings_view.js";
import { STEPS, done } from "./steps.js";
import { summaryPart } from "./summary_view.js";

const PARTS = {
  contacts: contactsPart,
  message: messagePart,
  senders: sendersPart,
  launch: launchPart,
  summary: summaryPart,
  conversations: conversationsPart,
  list: listPart,
  conversation: conversationPart,
  at_hand: atHandPart,
  settings: settingsPart,
  ledger: ledgerPart,
};
const TABS = [
  { page: "summary", title: "Summary" },
  { page: "senders", title: "Senders" },
  { page: "conversations", title: "Conversations" },
  { page: "contacts", title: "Contacts", changes: true },
  { page: "message", title: "Message", changes: true },
  { page: "at_hand", title: "At hand", changes: true },
  { page: "settings", title: "Settings", changes: true },
  { page: "ledger", title: "Ledger" },
];
const UNDER = { list: "conversations", conversation: "conversations" };

/**
 * Make a page of a campaign around its part. A part is made with `here`, the world and the campaign as it is now; it is
 * {element, told?, close?}.
 */
export function campaignPage(where, world) {
  const id = where.campaign;
  let last;
  // An archived campaign goes from the things, but its page stays.
  const campaign = () => (last = world.things.get("campaign", id, id) ?? { ...last, status: "archived" });
  const page = where.page === "campaign" ? openedAt(campaign()) : where.page;
  const here = { ...world, id, where, campaign, senders: () => world.things.all("sender", id) };
  const part = PARTS[page](here);

  const badge = el("span", { class: "status", "data-status": () => campaign().status }, () => STATUSES[campaign().status]);
  const account = () => world.things.all("account")[0];
  const gone = seen(el("p", { class: "notice" }, () => `This campaign is archived. Nothing in it is sent any more. ${dataOf(campaign(), account())}`),
    () => campaign().status === "archived");
  const acts = actsPart(here);
  const element = el("section", {},
    el("div", { class: "row spread heading" },
      el("div", { class: "row" }, el("h1", {}, () => campaign().title), badge), acts.element),
    acts.says, gone, steps(id, page, campaign), tabs(id, page, campaign), part.element);
  return { element, title: () => campaign().title, told: part.told, close: part.close };
}

function steps(id, page, campaign) {
  const items = STEPS.map((step) => {
    const link = el("a", { href: to(id, step.page), "aria-current": step.page === page && "step" }, step.title,
      seen(el("span", { class: "for-screen-readers" }, " (done)"), () => done(campaign(), step.page)));
    return el("li", { "data-done": () => done(campaign(), step.page) }, link);
  });
  return seen(el("nav", { "aria-label": "Steps" }, el("ol", { class: "steps" }, ...items)), () => campaign().status === "draft");
}

function tabs(id, page, campaign) {
  const links = TABS.map(({ page: tab, title, changes }) => {
    const link = el("a", { href: to(id, tab), "aria-current": tab === (UNDER[page] ?? page) && "page" }, title);
    return changes ? seen(link, () => campaign().status !== "archived") : link; // nothing can be changed after that
  });
  return seen(el("nav", { class: "tabs", "aria-label": "Campaign" }, ...links), () => campaign().status !== "draft");
}
