/** The form of each of the account's pages: a heading, a sentence that says what the page is for, and cards. */
import { el } from "../shared/dom.js";

export const accountPart = (title, about, ...cards) =>
  el("section", { class: "account-page" }, el("h1", {}, title), el("p", { class: "soft" }, about), ...cards);

export const card = (...children) => el("div", { class: "card" }, ...children);
