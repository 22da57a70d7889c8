// The columns. A wide window is a desk: the list of the lane at the left, the screen in the middle, and what belongs
// beside the screen at the right. A narrow one has the middle alone: there the list is a screen of its own.

import { el } from "../shared/dom.js";
import { list } from "./list.js";

const WIDE = "(min-width: 56.25rem)"; // 900 px; console.css has the same

export class Columns {
  #page;
  #now;
  #lanes;
  #left = el("section", { class: "left", "aria-label": "List" });
  #right = el("aside", { class: "right", "aria-label": "Beside it" });
  #middle;
  #slot = el("div");
  #sheet = el("dialog", { class: "sheet", "aria-labelledby": "sheet-title" },
    el("div", { class: "row spread" }, el("h2", { id: "sheet-title" }, "Answers at hand"), el("button", { type: "button", onclick: () => this.closeSheet() }, "Done")), this.#slot);
  #width = matchMedia(WIDE);
  #list = null; // the one that is shown
  #which = null; // its campaign and lane

  /** `lanes` is the element of the ways to the lanes: in the left column it stands above the list. */
  constructor(page, now, { main, middle, lanes, changed }) {
    this.#page = page;
    this.#now = now;
    this.#lanes = lanes;
    this.#middle = middle;
    this.#left.hidden = this.#right.hidden = true;
    main.append(this.#left, middle, this.#right, this.#sheet);
    this.#width.addEventListener("change", changed);
  }

  /** The list that is shown, or null. */
  get list() {
    return this.#list;
  }

  /** Show what belongs beside the screen, in a narrow window. Return whether it is one. */
  openSheet() {
    const narrow = !this.#width.matches;
    if (narrow && !this.#sheet.open) this.#sheet.showModal();
    return narrow;
  }

  closeSheet() {
    if (this.#sheet.open) this.#sheet.close();
  }

  /** Put everything where it belongs. `home` is where a narrow window has the list; `aside` is what a screen has beside it. */
  settle({ campaign, lane, screen }, home, aside) {
    const wide = this.#width.matches;
    const listed = Boolean(lane) && lane !== "initial" && (wide || screen !== "thread");
    const which = listed ? `${campaign} ${lane}` : null;
    if (which !== this.#which) {
      this.#list?.element.remove();
      this.#list = listed ? list(this.#page, this.#now) : null;
      this.#which = which;
    }
    const beside = wide && listed;
    this.#left.hidden = !beside;
    this.#right.hidden = !(wide && aside);
    hold(this.#right, wide ? aside : null);
    hold(this.#slot, wide ? null : aside);
    if (wide || !aside) this.closeSheet();
    if (beside) put(this.#left, this.#lanes);
    else put(this.#middle, this.#lanes, this.#middle.querySelector(".release"));
    if (this.#list) put(beside ? this.#left : home, this.#list.element);
    document.body.dataset.columns = [beside && "left", wide && aside && "right"].filter(Boolean).join(" ");
  }
}

// Have a place hold this element alone, or nothing.
function hold(place, element) {
  if (!element) place.replaceChildren();
  else if (element.parentNode !== place) place.replaceChildren(element);
}

// Put an element into a place, unless it is there. What has the focus in it keeps it.
function put(place, element, before = null) {
  if (element.parentNode === place) return;
  const focused = document.activeElement;
  place.insertBefore(element, before);
  if (element.contains(focused)) focused.focus({ preventScroll: true });
}
