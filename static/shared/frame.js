/** The frame of both consoles: the state of the connection, the member's name, the way past the header, the way out. */
import { follow, setAttribute, write } from "./dom.js";
import { sentence } from "./sentence.js";
import { forgetTyped } from "./typed.js";

const [main, indicator, name, skip] = ["main", "connection", "me", "skip"].map((id) => document.getElementById(id));

/** Fill the frame. `me()` is the member who is signed in, null while that isn't known. */
export function frame(me) {
  ignoreDoubleClicks();
  follow(name, () => write(name, sentence`${me()?.name ?? ""}`));
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // the address says where in the console we are
    main.focus();
  });
  document.querySelector("form[action='/sign-out']").addEventListener("submit", () => me() && forgetTyped(me().id));
}

// Let the second click of a double click press no button. Its first may be answered by then, and whoever clicks twice by
// habit means it once. A button that means each tap has the attribute `data-taps`.
function ignoreDoubleClicks() {
  addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest?.("button:not([data-taps])")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}

/** Show the state of the connection, as a Socket's `onState` tells it. */
export function showConnection(state, sentence) {
  indicator.dataset.state = state;
  write(indicator, sentence);
  setAttribute(indicator, "title", sentence);
}
