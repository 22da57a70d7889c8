/** A campaign at a glance: how far it is, where its conversations are, what can be changed. */
import { el, seen } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { COUNTED } from "../shared/words.js";
import { carriedBy, figures, inAll } from "./board.js";
import { bulkSend } from "./bulk_send.js";
import { chartPart } from "./chart_view.js";
import { limits, spent, waiting } from "./forecast.js";
import { hoursNow } from "./hours.js";
import { campaignHours } from "./hours_view.js";
import { gaps } from "./message.js";
import { meterPart } from "./meter_view.js";
import { movesPart } from "./moves_view.js";
import { plotPart } from "./plot_view.js";
import { asItWas } from "./retention.js";
import { to } from "./routes.js";
import { selfAssignmentPart } from "./self_assignment_view.js";
import { askingSays, roomSays } from "./senders.js";
import { sendingForm } from "./sending_view.js";
import { titlePart } from "./title_view.js";

const FIGURES = [
  ["Sent", ({ sent, contacts }) => `${count(sent)} of ${count(contacts)}`],
  ["Unassigned", ({ unassigned }) => count(inAll(unassigned))],
  ["Assigned", ({ held }) => count(inAll(held))],
  [COUNTED.reply, (campaign) => count(figures(campaign).waiting)],
  [COUNTED.closed, ({ closed }) => count(closed)],
  [COUNTED.opted_out, ({ opted_out }) => count(opted_out)],
  ["Senders", ({ senders }) => count(senders)],
];

export function summaryPart(here) {
  const { id, campaign } = here;
  const bar = el("progress", { max: 1, "aria-label": "Sent", value: () => figures(asItWas(campaign())).share });
  const numbers = FIGURES.map(([name, says]) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: "number" }, () => says(asItWas(campaign())))));
  const card = (title, ...parts) => el("div", { class: "card" }, el("h2", {}, title), ...parts);
  const isOpen = () => campaign().status !== "archived"; // an archived campaign can't be changed any more
  const currency = () => here.things.all("account")[0].currency;
  const said = (sentence, kind = "soft") => seen(el("p", { class: kind }, sentence), () => sentence() !== "");
  const message = el("div", {}, el("p", { class: "bubble out" }, () => campaign().script || "None yet."),
    el("p", { class: "soft" }, () => gaps(campaign().lacking, campaign().contacts).join(" ")));
  return {
    element: el("section", {},
      el("div", { class: "row actions" }, ...movesPart(here),
        el("a", { class: "button", href: to(id, "conversations") }, "Conversations"),
        seen(el("a", { class: "button", href: `/campaigns/${id}/export.csv`, download: true }, "Export"), () => !campaign().erased)),
      said(() => waiting(campaign(), currency()), "notice"),
      seen(el("p", { class: "notice" }, el("a", { href: to(id, "senders") }, () => askingSays(campaign()))), () => isOpen() && askingSays(campaign()) !== ""),
      card("Progress", bar, el("dl", { class: "figures" }, ...numbers),
        said(() => (campaign().status === "active" ? hoursNow(campaign()).join(" ") : "")),
        said(() => bulkSend(campaign())),
        said(() => (isOpen() ? roomSays(campaign()) : "")),
        said(() => spent(campaign(), currency())),
        said(() => limits(campaign())),
        said(() => carriedBy(campaign()))),
      chartPart(here),
      el("div", { class: "columns" },
        card("Every conversation", meterPart(campaign)),
        card("Unassigned over the last hour", plotPart(here))),
      el("div", { class: "columns flowing" },
        seen(card("Self assignment", selfAssignmentPart(here)), isOpen),
        seen(card("Texting hours", campaignHours(here).element), isOpen),
        seen(card("Sending", sendingForm(here).element), isOpen),
        card("Message and title", message, seen(titlePart(here), isOpen)))),
  };
}
