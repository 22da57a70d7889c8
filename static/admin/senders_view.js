/** The senders of a campaign: self assignment, who they are, adding and removing them at any time. */
import { asking, outcome } from "../asking.js";
import { inAll } from "./board.js";
import { chooser } from "./chooser_view.js";
import { confirmed } from "../confirmed.js";
import { el } from "../dom.js";
import { switched } from "./fields.js";
import { candidates } from "./members.js";
import { many } from "./numbers.js";
import { to } from "./routes.js";
import { selfAssignmentPart } from "./self_assignment_view.js";
import { senderTable } from "./sender_table_view.js";

export function sendersPart(here) {
  const { live, id, campaign, things, senders, ask } = here;
  const draft = () => campaign().status === "draft";
  const said = outcome();
  const setBulk = (bulk_send) => ask("update_campaign", { campaign: id, bulk_send });
  const bulk = switched(live, "Bulk send", () => campaign().bulk_send, setBulk,
    "On launch the server sends the first message to everybody; senders get the replies.");
  const removal = { title: "Remove", cell: (sender) => {
    const press = () => remove(sender, button);
    const button = el("button", { type: "button", class: "small", "aria-label": `Remove ${sender.name}`, onclick: press }, "Remove");
    return button;
  } };
  const element = el("section", {},
    el("h2", {}, "Senders"),
    el("div", { class: "card" }, selfAssignmentPart(here), live.seen(bulk, draft)),
    adding(),
    el("div", { class: "card" }, el("h3", {}, "Senders of this campaign"), said,
      live.seen(el("p", { class: "soft" }, "None yet."), () => !campaign().senders),
      live.seen(senderTable(here, removal), () => campaign().senders > 0)),
    live.seen(el("p", {}, el("a", { class: "button pink", href: to(id, "launch") }, "Continue to the review")), draft));
  return { element };

  function adding() {
    const people = chooser(live, "Members", () => candidates(things.all("member"), senders()));
    const says = outcome();
    const add = el("button", { type: "button", class: "pink", onclick: () => {
      const members = people.chosen();
      return asking(add, says, () => ask("add_senders", { campaign: id, members }), () => {
        people.clear();
        return `${many(members.length, "sender")} added.`;
      });
    } }, "Add");
    people.changed(() => add.replaceChildren(people.chosen().length ? `Add ${many(people.chosen().length, "sender")}` : "Add"));
    return el("details", { class: "card", open: !campaign().senders },
      el("summary", {}, "Add senders"),
      live.seen(el("p", {}, "Every member is a sender already. ", el("a", { href: "#/members" }, "Invite members")),
        () => !candidates(things.all("member"), senders()).length),
      people.element, el("div", { class: "asker" }, add, says));
  }

  async function remove({ id: member, name }, button) {
    const row = things.get("sender", member, id);
    const open = row ? inAll(row) : 0;
    const sure = !open || await confirmed({
      question: `Remove ${name}?`,
      says: `${many(open, "conversation")} that ${name} holds will become unassigned.`,
      verb: "Remove",
    });
    if (sure) await asking(button, said, () => ask("remove_sender", { campaign: id, member }), () => `${name} is no sender any more.`);
  }
}
