/** What a page shows of things, kept as they are now: nothing that is the same already is touched. */
import { setAttribute } from "../shared/dom.js";

export class Live {
  #updates = [];

  /** Runs `update` now and after every change. */
  each(update) {
    this.#updates.push(update);
    update();
  }

  update() {
    for (const update of this.#updates) update();
  }

  /** A text node that says what `says()` gives. */
  text(says) {
    const node = document.createTextNode("");
    this.each(() => setText(node, says()));
    return node;
  }

  /** The element, seen only while `shown()`. */
  seen(element, shown) {
    this.each(() => setAttribute(element, "hidden", !shown()));
    return element;
  }

  /** The element, with an attribute as `value()` gives it. */
  attribute(element, name, value) {
    this.each(() => setAttribute(element, name, value()));
    return element;
  }

  /** The checkbox, ticked while `ticked()`, except while a press on it is being answered. */
  ticked(checkbox, ticked) {
    this.each(() => {
      if (checkbox.getAttribute("aria-busy") !== "true") checkbox.checked = ticked();
    });
    return checkbox;
  }

  /** The field, filled with `value()` until somebody types into it; `saved(field)` makes it follow again. */
  filled(field, value) {
    field.addEventListener("input", () => (field.dataset.typed = "yes"));
    this.each(() => {
      const now = value();
      if (!field.dataset.typed && field.value !== now) field.value = now;
    });
    return field;
  }
}

/** What was typed is saved: the field shows again what is pushed. */
export const saved = (field) => delete field.dataset.typed;

export function setText(node, text) {
  const written = String(text);
  if (node.data !== written) node.data = written;
}
