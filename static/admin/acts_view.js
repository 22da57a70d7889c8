/** The acts on a campaign as a whole: the one that is next, and a menu of the others. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, seen } from "../shared/dom.js";
import { storeNow } from "../shared/store_time.js";
import { moves } from "./board.js";
import { copyDialog } from "./copy_view.js";
import { menu } from "./menu_view.js";
import { to } from "./routes.js";
import { UNARCHIVED_WITHIN_DAYS, nextAct, unarchivable } from "./whole.js";

/** Return {element, says}: the buttons, and a place below them for what came of a press. */
export function actsPart(here) {
  const { id, campaign, ask } = here;
  const says = outcome();
  const next = () => nextAct(campaign(), storeNow());
  const may = (verb) => () => moves(campaign()).includes(verb);
  const button = el("button", { type: "button", class: "primary", onclick: () => does(next().verb) }, () => next()?.title ?? "");
  const link = el("a", { class: "button primary", href: () => to(id, next()?.page ?? "") }, () => next()?.title ?? "");
  const items = menu("Actions", [
    { title: "Pause", press: () => does("pause_campaign"), shown: may("pause") },
    { title: "Resume", press: () => does("resume_campaign"), shown: () => may("resume")() && next()?.verb !== "resume_campaign" },
    { title: "Copy…", press: () => copyDialog(here) },
    { title: "Wall view", href: `#/wall/${id}`, shown: () => ["active", "paused"].includes(campaign().status) },
    { title: "Export every text", href: `/campaigns/${id}/export.csv`, shown: () => !campaign().erased },
    { title: "Export the senders", href: `/campaigns/${id}/senders.csv` },
    { title: "Export survey and tags", href: `/campaigns/${id}/survey.csv`, shown: () => campaign().survey.length + campaign().tags.length > 0 },
    { title: "Unarchive", press: () => does("unarchive_campaign"), shown: () => unarchivable(campaign(), storeNow()) && next()?.verb !== "unarchive_campaign" },
    { title: "Archive", press: archive, danger: true, shown: may("archive") },
  ]);
  const element = el("div", { class: "row acts-of" }, seen(button, () => next()?.verb !== undefined), seen(link, () => next()?.page !== undefined), items);
  return { element, says };

  async function does(command) {
    await asking(button, says, () => ask(command, { campaign: id }));
  }

  async function archive() {
    const sure = await confirmed({
      question: `Archive ${campaign().title}?`,
      says: `Nothing in it is sent any more, and its senders no longer see it. For ${UNARCHIVED_WITHIN_DAYS} days it can come back.`,
      verb: "Archive",
    });
    if (sure) await does("archive_campaign");
  }
}
