/** What stands around both consoles: how the connection is, who is signed in, the way past the header, and the way out. */
import { follow, setAttribute, write } from "./dom.js";
import { sentence } from "./sentence.js";
import { forgetTyped } from "./typed.js";

const [main, indicator, name, skip] = ["main", "connection", "me", "skip"].map((id) => document.getElementById(id));

/** me() → the member who is signed in, or null while that isn't known. */
export function frame(me) {
  follow(name, () => write(name, sentence`${me()?.name ?? ""}`));
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // the address says where in the console we are
    main.focus();
  });
  document.querySelector("form[action='/sign-out']").addEventListener("submit", () => me() && forgetTyped(me().id));
}

/** As a Socket tells it. */
export function showConnection(state, sentence) {
  indicator.dataset.state = state;
  write(indicator, sentence);
  setAttribute(indicator, "title", sentence);
}
