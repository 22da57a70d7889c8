/** A campaign at a glance: where its conversations are, how it went until now, and what texters noted. */
import { el, seen } from "../shared/dom.js";
import { many } from "../shared/numbers.js";
import { carriedBy } from "./board.js";
import { bulkSend } from "./bulk_send.js";
import { chartPart } from "./chart_view.js";
import { curvePart } from "./curve_view.js";
import { limits, spent, waiting } from "./forecast.js";
import { hoursNow } from "./hours.js";
import { asItWas } from "./retention.js";
import { to } from "./routes.js";
import { askingSays, roomSays } from "./senders.js";
import { wholePart } from "./whole_view.js";

export function summaryPart(here) {
  const { id, campaign } = here;
  const isOpen = () => campaign().status !== "archived";
  const currency = () => here.things.all("account")[0].currency;
  const said = (sentence, kind = "soft") => seen(el("p", { class: kind }, sentence), () => sentence() !== "");
  const curves = curvePart(here);
  const asks = () => (isOpen() ? askingSays(campaign()) : "");
  const element = el("section", {},
    said(() => waiting(campaign(), currency()), "notice warn"),
    seen(el("p", { class: "notice" }, el("a", { href: to(id, "senders") }, asks)), () => asks() !== ""),
    el("div", { class: "card" }, el("h2", {}, "Every conversation"), wholePart(here),
      el("div", { class: "about-it" },
        el("p", { class: "soft number" }, () => `${many(asItWas(campaign()).sent, "first message")} sent.`),
        said(() => (campaign().status === "active" ? hoursNow(campaign()).join(" ") : "")),
        said(() => bulkSend(campaign())),
        said(() => (isOpen() ? roomSays(campaign()) : "")),
        said(() => spent(campaign(), currency())),
        said(() => limits(campaign())),
        said(() => carriedBy(campaign())))),
    seen(el("div", { class: "card" }, el("h2", {}, "Over time"), curves.element), () => !campaign().erased),
    chartPart(here));
  return { element, close: curves.close };
}
