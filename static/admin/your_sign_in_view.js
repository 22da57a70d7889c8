/** Account → Your sign-in: the way to one's password and sessions. */
import { el } from "../shared/dom.js";
import { accountPart, card } from "./account_part_view.js";

export function yourSignInPage({ me }) {
  const { name, email } = me();
  return {
    element: accountPart("Your sign-in", `You are ${name} (${email}).`,
      card(el("h2", {}, "Password"), el("p", {}, "With a password you can sign in again without asking for a link."),
        el("a", { class: "button", href: "/password" }, "Set a password")),
      card(el("h2", {}, "Sessions"), el("p", {}, "The browsers that you are signed in with. End one that you don’t use any more."),
        el("a", { class: "button", href: "/sessions" }, "Where you are signed in"))),
  };
}
