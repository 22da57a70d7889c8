/** The account's pages, each beside the menu that leads to all of them. */
import { el } from "../shared/dom.js";
import { accountMenu } from "./account_menu_view.js";
import { titleOf } from "./account_menu.js";
import { auditPage } from "./audit_view.js";
import { cannedPage } from "./canned_view.js";
import { carriersPage } from "./carriers_view.js";
import { defaultBatchPage } from "./default_batch_view.js";
import { defaultHoursPage } from "./default_hours_view.js";
import { inviteManyPage } from "./invite_many_view.js";
import { membersPage } from "./members_view.js";
import { optOutsPage } from "./opt_outs_view.js";
import { organisationPage } from "./organisation_view.js";
import { retentionPage } from "./retention_view.js";
import { stopWordsPage } from "./stop_words_view.js";
import { tagsPage } from "./tags_view.js";
import { tokensPage } from "./tokens_view.js";
import { yourSignInPage } from "./your_sign_in_view.js";

const PAGES = {
  organisation: organisationPage,
  members: membersPage,
  invite: inviteManyPage,
  tokens: tokensPage,
  audit: auditPage,
  "self-assignment": defaultBatchPage,
  hours: defaultHoursPage,
  carriers: carriersPage,
  tags: tagsPage,
  canned: cannedPage,
  "opt-outs": optOutsPage,
  "stop-words": stopWordsPage,
  retention: retentionPage,
  "sign-in": yourSignInPage,
};

/** Return the page for `where`, one of the account's. Each is {element, told?, close?}. */
export function accountPage({ page }, world) {
  const shown = PAGES[page]({ ...world, account: () => world.things.all("account")[0] });
  return { title: () => titleOf(page), ...shown, element: el("div", { class: "account" }, accountMenu(page), shown.element) };
}
