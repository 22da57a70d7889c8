// Undoing the last act: the bar that offers it, and the act. keys.js has its key.

import { el } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";

// Return whether a refused undo was never tried, so that it can be pressed again.
const isUntried = ({ code, details }) => code === "try_again" || details?.sent === false;

/** Undo the last act, and go to its conversation. The words that were sent are in the box again. */
export async function undo(page) {
  const act = await page.undoing.last();
  if (!act) return;
  const { campaign, id } = act.conversation;
  page.hush();
  page.settle();
  try {
    const thing = await page.ask("undo", { campaign, conversation: id });
    putBack(page, thing, act.text);
    page.conversationChanged(thing);
    if (thing.lane === "initial") page.undoing.bring(thing);
    page.visit({ campaign, lane: thing.lane === "initial" ? null : thing.lane, conversation: thing.lane === "initial" ? null : id });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (isUntried(refusal)) page.undoing.again(act);
    page.tellRefusal(refusal);
    page.settle();
  }
}

// Put words in front of what has been typed since. A draft that was sent as it is needs none.
function putBack(page, thing, text) {
  const since = page.drafts.of(thing) ?? "";
  if (text && text !== thing.draft) page.drafts.keep(thing, since ? `${text} ${since}` : text);
}

/**
 * Return the bar. It is there all the time, so that what appears in it is read out; it says something for seconds.
 * `goOn()` puts the focus where the texter goes on.
 */
export function undoBar(page, goOn) {
  const act = () => page.undoing.act;
  const press = async () => {
    button.blur(); // it goes; the next act gets the focus
    await undo(page);
    if (document.activeElement !== document.body) return;
    if (act()) button.focus(); // it is there again
    else goOn();
  };
  const button = el("button", { type: "button", "aria-keyshortcuts": "z", hidden: () => !act(), onclick: press }, "Undo");
  return el("section", { class: "undo", "aria-label": "Undo", "data-on": () => act() !== null },
    el("p", { role: "status" }, () => act()?.says ?? ""), button);
}
