/** The pictures and other files of a text: pictures are shown, the others can be saved. */
import { el, refresh, seen } from "./dom.js";
import { keyed } from "./keyed.js";
import { isPicture, pictureName, saves } from "./notes.js";

const SIDE = 160; // px of a picture in the list of texts, kept free before it is there
const LOST = "It couldn't be loaded. Look at your connection, then try again.";

/** Return a list of the files of `text()`; `who()` is the name of the side that sent it. */
export function files(text, who) {
  const items = () => text().files ?? [];
  const name = (file) => pictureName(items(), file, who());
  return seen(keyed(el("ul", { class: "files" }), items, ({ path }) => path,
    (now) => el("li", {}, isPicture(now()) ? picture(now(), () => name(now())) : link(now()))), () => items().length);
}

const link = ({ path, type }) => el("a", { href: path, download: "" }, saves(type));

function picture({ path, type }, name) {
  let failed = ""; // why it isn't shown
  let isFile = false; // it isn't a picture after all
  const image = el("img", { src: path, alt: name, loading: "lazy", width: SIDE, height: SIDE, onerror: askWhy });
  const shown = seen(el("button", { type: "button", class: "picture", onclick: () => enlarge(path, name()) }, image), () => !failed && !isFile);
  const again = el("button", { type: "button", class: "small", onclick: tryAgain }, "Try again");
  const instead = seen(el("div", { class: "instead" }, el("p", { class: "small", role: "status" }, () => failed), again), () => failed);
  const saved = seen(link({ path, type }), () => isFile);
  const element = el("div", {}, shown, instead, saved);
  return element;

  // An image element doesn't tell why it has failed.
  async function askWhy() {
    try {
      const answer = await fetch(path, { headers: { accept: "application/json" } });
      isFile = answer.ok;
      failed = answer.ok ? "" : (await answer.json()).sentence;
    } catch {
      failed = LOST;
    }
    refresh(element);
  }

  function tryAgain() {
    failed = "";
    refresh(element);
    image.src = path; // loads again, though it is the same address
    image.parentElement.focus();
  }
}

/** Show a picture as large as the window allows, until it is closed or pressed. */
function enlarge(path, name) {
  const dialog = el("dialog", { class: "enlarged", "aria-label": name, onclick: () => dialog.close(), onclose: () => dialog.remove() },
    el("img", { src: path, alt: name }),
    el("form", { method: "dialog" }, el("button", {}, "Close")));
  document.body.append(dialog);
  dialog.showModal();
}
