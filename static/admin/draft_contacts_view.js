/** The people in a draft: looked through, corrected, ticked and removed. */
import { outcome, asking } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing, conversationsOf } from "../shared/listing.js";
import { many } from "../shared/numbers.js";
import { nameOf } from "../shared/words.js";
import { askForCorrection } from "./correct_view.js";
import { removedSays } from "./draft_contacts.js";

/** Return {element, told(thing)}. */
export function draftContactsPart({ id, campaign, ask }) {
  const ticked = new Set(); // ids of conversations
  const says = outcome();
  const listing = new Listing({ read: conversationsOf(ask, { campaign: id }), changed: () => refresh(element), rest: 500 });
  const here = () => listing.items.filter((each) => ticked.has(each.id));
  const busy = () => (listing.busy ? "true" : null);
  const remove = el("button", { type: "button", class: "danger", onclick: removeTicked }, () => `Remove ${many(here().length, "contact")}`);
  const all = el("input", { type: "checkbox", onchange: () => tick(listing.items, all.checked) });
  follow(all, () => {
    all.checked = listing.items.length > 0 && here().length === listing.items.length;
    all.indeterminate = !all.checked && here().length > 0;
  });
  const element = el("div", { class: "card" },
    el("h3", {}, "People in this campaign"),
    el("p", { class: "soft" }, "Until the launch you can correct them, or take them out."),
    el("p", { class: "outcome refused", role: "status" }, () => listing.refusal),
    el("div", { class: "row ticked" }, el("label", { class: "tick" }, all, "All shown"),
      seen(remove, () => here().length > 0), says),
    keyed(el("ul", { class: "conversations", "aria-busy": busy }), () => listing.items, (each) => each.id, line),
    el("button", { type: "button", "aria-busy": busy, hidden: () => listing.next === null, onclick: () => listing.more() }, "More"));
  listing.refresh();
  return { element: seen(element, () => campaign().contacts > 0), told };

  function told(thing) {
    if (thing === null) listing.doubt();
    if (thing === null || thing.campaign === id) listing.refresh();
  }

  function line(now) {
    const box = el("input", { type: "checkbox", "aria-label": () => `Tick ${nameOf(now())}`, onchange: () => tick([now()], box.checked) });
    follow(box, () => (box.checked = ticked.has(now().id)));
    return el("li", { class: "row ticked" }, box,
      el("span", { class: "who" }, el("span", {}, () => nameOf(now())), el("span", { class: "soft small" }, () => ` ${details(now().contact)}`)),
      el("button", { type: "button", class: "small", "aria-label": () => `Correct ${nameOf(now())}`,
        onclick: () => askForCorrection(now(), campaign().fields, (given) => correct(now().id, given)) }, "Correct"));
  }

  function tick(items, on) {
    for (const each of items) (on ? ticked.add(each.id) : ticked.delete(each.id));
    refresh(element);
  }

  async function correct(conversation, given) {
    listing.change(await ask("correct_contact", { campaign: id, conversation, ...given }));
    refresh(element);
  }

  async function removeTicked() {
    const conversations = here().map((each) => each.id);
    const sure = await confirmed({
      question: `Remove ${many(conversations.length, "contact")}?`,
      says: "They leave this campaign, and nothing is kept of them here. You can import them again.", verb: "Remove",
    });
    if (!sure) return;
    await asking(remove, says, () => ask("remove_contacts", { campaign: id, conversations }), removedSays);
    for (const each of conversations) ticked.delete(each);
    listing.refresh();
  }
}

const details = ({ phone, fields }) => [phone, ...Object.values(fields)].join(" · ");
