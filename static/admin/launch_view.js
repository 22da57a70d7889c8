/** Review and launch: what is missing, what will happen, and the button. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el, follow, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Refusal } from "../shared/socket.js";
import { storeNow } from "../shared/store_time.js";
import { forecast } from "./forecast.js";
import { campaignHours } from "./hours_view.js";
import { missing, unfinished, whatWillHappen } from "./launch.js";
import { previewPart } from "./preview_view.js";
import { to } from "./routes.js";
import { schedulePart } from "./schedule_view.js";
import { sendingForm } from "./sending_view.js";
import { hasScript } from "./steps.js";
import { titleForm } from "./title_view.js";

export function launchPart(here) {
  const { id, campaign, senders, ask, go, unsaved, uploads } = here;
  const inTurn = () => [...senders()].sort((a, b) => a.id - b.id); // the order in which the launch goes round them
  let estimate = null;
  let asked = ""; // what the estimate depends on, when it was asked for last
  const sentences = () => [...whatWillHappen(campaign(), inTurn()), ...forecast(estimate, campaign(), storeNow())].map((sentence, place) => ({ sentence, place }));
  const happens = keyed(el("ul"), sentences, ({ place }) => place, (now) => el("li", {}, () => now().sentence));
  const onlyHere = () => ({ uploading: uploads.running(id), unsaved: unsaved.has(id) });
  const lacking = () => missing(campaign(), onlyHere());
  const lacks = keyed(el("ul"), lacking, ({ sentence }) => sentence, (now) => el("li", {}, el("a", { href: to(id, now().page) }, now().sentence)));

  const preview = previewPart(here, () => campaign().script ?? "");
  const title = titleForm(here);
  const hours = campaignHours(here);
  const sending = sendingForm(here);
  const says = outcome();
  const button = el("button", { type: "button", class: "primary big", onclick: launch }, "Launch");
  follow(happens, look);
  follow(button, () => campaign().status !== "draft" && go(to(id, "summary"), { instead: true }));
  return {
    element: el("section", {}, el("h2", {}, "Review and launch"),
      seen(el("div", { class: "refusal" }, el("p", {}, "Still missing:"), lacks), () => lacking().length > 0),
      el("p", {}, "Texters may have ", el("a", { href: to(id, "at_hand") }, "canned replies, tags and a survey"), " at hand."),
      el("div", { class: "card" },
        title.element,
        el("h3", {}, "Message"), el("p", { class: "bubble out" }, () => campaign().script || "None yet."),
        seen(preview.element, () => hasScript(campaign())),
        el("h3", {}, "Texting hours"), hours.element,
        el("h3", {}, "Sending"), sending.element,
        el("h3", {}, "What launching does"), happens),
      el("div", { class: "asker" }, button, says),
      schedulePart(here, saved)),
  };

  /** Ask how long the first messages take and what they cost, whenever something that matters has changed. */
  async function look() {
    const { script, contacts, carrier, numbers, per_second, per_day, unassigned, held } = campaign();
    const now = JSON.stringify([script, contacts, carrier, numbers, per_second, per_day, unassigned.initial + held.initial, here.things.all("account")[0].carriers]);
    if (now === asked || !contacts || !hasScript(campaign())) return;
    asked = now;
    try {
      estimate = await ask("estimate_campaign", { campaign: id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      asked = ""; // it is asked for again at the next change
    }
    refresh(happens);
  }

  /** Save what is typed, and return whether all is; not while this browser has what the server lacks. */
  async function saved(where, not) {
    if (unfinished(onlyHere()).length) return refuse(where, `${not}: something is still missing, see above.`);
    return (await title.save()) && (await hours.save()) && (await sending.save());
  }

  async function launch() {
    if (await saved(says, "Not launched")) await asking(button, says, () => ask("launch_campaign", { campaign: id }));
  }
}
