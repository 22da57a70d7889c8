/** The place of a list that has nothing in it: one sentence, one button. */
import { el } from "../shared/dom.js";

/** Return its element. `sentence` may be a function; `act` is the button's or the link's element, if there is one. */
export const empty = (sentence, act) => el("div", { class: "empty" }, el("p", {}, sentence), act ?? "");
