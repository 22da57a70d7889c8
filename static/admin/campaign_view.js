/** What every page of a campaign has around it: title, status, and the way to its other pages. */
import { el } from "../shared/dom.js";
import { STATUSES } from "./board.js";
import { contactsPart } from "./contacts_view.js";
import { conversationPart } from "./conversation_view.js";
import { conversationsPart } from "./conversations_view.js";
import { launchPart } from "./launch_view.js";
import { listPart } from "./list_view.js";
import { Live } from "./live.js";
import { messagePart } from "./message_view.js";
import { openedAt, to } from "./routes.js";
import { sendersPart } from "./senders_view.js";
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
};
const TABS = [
  { page: "summary", title: "Summary" },
  { page: "senders", title: "Senders" },
  { page: "conversations", title: "Conversations" },
  { page: "contacts", title: "Contacts", changes: true },
  { page: "message", title: "Message", changes: true },
];
const UNDER = { list: "conversations", conversation: "conversations" };

/** A part is made with `here`: the world, and the campaign as it is now; it gives an element, and may want to be told. */
export function campaignPage(where, world) {
  const live = new Live();
  const id = where.campaign;
  let last;
  // One that is archived goes, and its page stays.
  const campaign = () => (last = world.things.get("campaign", id, id) ?? { ...last, status: "archived" });
  const page = where.page === "campaign" ? openedAt(campaign()) : where.page;
  const here = { ...world, id, where, campaign, live, senders: () => world.things.all("sender", id) };
  const part = PARTS[page](here);

  const badge = el("span", { class: "status" }, live.text(() => STATUSES[campaign().status]));
  live.attribute(badge, "data-status", () => campaign().status);
  const gone = live.seen(el("p", { class: "notice" }, "This campaign is archived. Nothing in it is sent any more."),
    () => campaign().status === "archived");
  const element = el("section", {},
    el("p", { class: "small" }, el("a", { href: "#/" }, "All campaigns")),
    el("div", { class: "row heading" }, el("h1", {}, live.text(() => campaign().title)), badge),
    gone, steps(id, page, campaign, live), tabs(id, page, campaign, live), part.element);
  return { element, live, title: () => campaign().title, told: part.told, close: part.close };
}

function steps(id, page, campaign, live) {
  const items = STEPS.map((step) => {
    const link = el("a", { href: to(id, step.page), "aria-current": step.page === page && "step" }, step.title,
      live.seen(el("span", { class: "for-screen-readers" }, " (done)"), () => done(campaign(), step.page)));
    return live.attribute(el("li", {}, link), "data-done", () => done(campaign(), step.page));
  });
  return live.seen(el("nav", { "aria-label": "Steps" }, el("ol", { class: "steps" }, ...items)), () => campaign().status === "draft");
}

function tabs(id, page, campaign, live) {
  const links = TABS.map(({ page: tab, title, changes }) => {
    const link = el("a", { href: to(id, tab), "aria-current": tab === (UNDER[page] ?? page) && "page" }, title);
    return changes ? live.seen(link, () => campaign().status !== "archived") : link; // nothing is left to change there
  });
  return live.seen(el("nav", { class: "tabs", "aria-label": "Campaign" }, ...links), () => campaign().status !== "draft");
}
