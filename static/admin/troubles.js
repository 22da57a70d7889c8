/** The banner above every page of the admins: carriers that send nothing until somebody has done something. */
import { el, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { clock } from "../shared/clock.js";

/** Return the banner; `account` gives the account thing, undefined until it is known. */
export function troublesBanner(account) {
  const troubles = () => account()?.troubles ?? [];
  const list = keyed(el("ul", {}), troubles, ({ carrier }) => carrier, (now) =>
    el("li", {},
      el("strong", {}, () => `No texts go out by ${now().carrier} since ${clock(now().since)}. `),
      el("span", {}, () => now().sentence)));
  return seen(el("div", { class: "trouble", role: "alert" }, list,
    el("p", { class: "small" }, "Nothing is lost: what is queued goes out once the carrier takes texts again.")),
    () => troubles().length > 0);
}
