/** A place to drop a file on, around the field in which one is chosen. */
import { el, write } from "../shared/dom.js";

/** Return the zone around `input`, a file field. A file that is dropped is as if it had been chosen there. */
export function dropZone(input) {
  const name = el("span", { class: "soft" }, "or drop it here");
  const zone = el("div", { class: "drop-zone" }, input, name);
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => write(name, input.files.length ? "" : "or drop it here"));
  return zone;
}
