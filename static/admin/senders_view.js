/** The senders of a campaign: self assignment, who they are, adding and removing them at any time. */
import { asking, outcome, refuse, say } from "../shared/asking.js";
import { el, follow, refresh, seen } from "../shared/dom.js";
import { many } from "../shared/numbers.js";
import { askingPart } from "./asking_view.js";
import { chooser } from "./chooser_view.js";
import { switched } from "./fields.js";
import { candidates } from "./members.js";
import { to } from "./routes.js";
import { roomSays } from "./senders.js";
import { actsColumn } from "./sender_acts_view.js";
import { selfAssignmentForm } from "./self_assignment_view.js";
import { readColumn, senderTable } from "./sender_table_view.js";
import { taskColumn } from "./sender_task_view.js";

export function sendersPart(here) {
  const { id, campaign, things, senders, ask, go } = here;
  const draft = () => campaign().status === "draft";
  const isOpen = () => campaign().status !== "archived";
  const said = outcome();
  const setBulk = (bulk_send) => ask("update_campaign", { campaign: id, bulk_send });
  const bulk = switched("Bulk send", () => campaign().bulk_send, setBulk,
    "On launch the server sends the first message to everybody; senders get the replies.");
  const heading = el("h3", { tabindex: -1 }, "Senders of this campaign");
  const [changeable, closed] = [[taskColumn(here), actsColumn(here, said, () => heading.focus())], [readColumn(id)]];
  const selfAssignment = selfAssignmentForm(here);
  const added = adding();
  const settings = seen(el("div", { class: "card" }, selfAssignment.element, seen(bulk, draft)), isOpen);
  const team = [
    seen(added.element, isOpen),
    el("div", { class: "card" }, heading, said,
      seen(el("p", { class: "soft" }, () => roomSays(campaign())), () => isOpen() && roomSays(campaign()) !== ""),
      seen(el("p", { class: "soft" }, "None yet."), () => !campaign().senders),
      seen(table(), () => campaign().senders > 0)),
  ];
  const element = el("section", {},
    el("h2", {}, "Senders"),
    seen(askingPart(here), () => isOpen() && campaign().asking > 0),
    ...(draft() ? [settings, ...team] : [...team, settings]), // once texters are at work, one comes here to see them
    seen(el("p", {}, el("button", { type: "button", class: "primary", onclick: onward }, "Continue to the review")), draft));
  return { element };

  /** Go on to the review, once the typed batch size is saved and the ticked members are added. */
  async function onward() {
    if ((await selfAssignment.save()) && (await added.finish())) go(to(id, "launch"));
  }

  function table() {
    const place = el("div");
    let columns = null;
    return follow(place, () => {
      const now = isOpen() ? changeable : closed;
      if (now !== columns) place.replaceChildren(senderTable(here, now));
      columns = now;
    });
  }

  /** Return {element, finish}: finish() adds the ticked members, if any, and returns whether that went well. */
  function adding() {
    const people = chooser("Members", () => candidates(things.all("member"), senders()));
    const says = outcome();
    const add = el("button", { type: "button", class: "primary", onclick: () => {
      if (people.chosen().length) return addChosen();
      return refuse(says, "Choose somebody first.");
    } }, () => (people.chosen().length ? `Add ${many(people.chosen().length, "sender")}` : "Add"));
    people.changed(() => {
      say(says, "");
      refresh(add);
    });
    const element = el("details", { class: "card", open: !campaign().senders },
      el("summary", {}, "Add senders"),
      seen(el("p", {}, "Every member is a sender already. ", el("a", { href: "#/members" }, "Invite members")),
        () => !candidates(things.all("member"), senders()).length),
      people.element, el("div", { class: "asker" }, add, says));
    return { element, finish };

    function addChosen() {
      const members = people.chosen();
      return asking(add, says, () => ask("add_senders", { campaign: id, members }), () => {
        people.clear();
        return `${many(members.length, "sender")} added.`;
      });
    }

    async function finish() {
      if (!people.chosen().length || (await addChosen())) return true;
      element.open = true;
      add.focus();
      return false;
    }
  }
}
