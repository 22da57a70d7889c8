/** Account → Canned replies: those with which campaigns start. */
import { outcome, refuse, say } from "../shared/asking.js";
import { refresh } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { Refusal } from "../shared/socket.js";
import { accountPart, card } from "./account_part_view.js";
import { listForm } from "./list_form_view.js";

export function cannedPage({ account, ask }) {
  let known; // what is saved, once it is read
  let at = -1; // the account's `canned_changed` by then
  const says = outcome();
  const form = listForm({
    saved: () => known,
    ask: async (canned) => (known = (await ask("set_account_canned", { canned })).canned),
    verb: "Save the replies",
    noun: "reply",
    blank: { title: "", text: "" },
    fields: [{ name: "title", label: "Title" }, { name: "text", label: "Reply", rows: 2 }],
    most: () => limits.canned_replies,
  });
  const about = "Campaigns that are made from now on start with these. Each can change its own afterwards, under At hand.";
  const element = accountPart("Canned replies", about, card(says, form.element));
  look();
  return { element, told: (thing) => (thing === null || thing.kind === "account") && look() };

  /** Read what is saved if it has changed. */
  async function look() {
    if (at === account().canned_changed) return;
    at = account().canned_changed;
    try {
      known = (await ask("list_account_canned", {})).canned;
      say(says, "");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      at = -1;
      refuse(says, error.sentence, error);
    }
    refresh(element);
  }
}
