/** The pages by address. A page is {element, title(), told?(thing), close?()}. */
import { el } from "../shared/dom.js";
import { isOfAccount } from "./account_menu.js";
import { accountPage } from "./account_view.js";
import { answersPage } from "./answers_view.js";
import { archivedPage, boardPage } from "./board_view.js";
import { campaignPage } from "./campaign_view.js";
import { newCampaignPage } from "./new_campaign_view.js";
import { personPage } from "./person_view.js";
import { searchPage } from "./search_view.js";
import { wallPage } from "./wall_view.js";

const PAGES = { board: boardPage, archived: archivedPage, new: newCampaignPage, answers: answersPage, search: searchPage, person: personPage };

/** Return the page for `where`. `refusal` is the sentence why the campaign asked for can't be shown, or null. */
export function pageFor(where, refusal, world) {
  if (refusal) return lostPage(refusal);
  if (where.campaign !== undefined) {
    const there = world.things.get("campaign", where.campaign, where.campaign);
    if (there && where.page === "wall") return wallPage(where, world);
    return there ? campaignPage(where, world) : lostPage("There is no such campaign, or it has been archived.");
  }
  if (isOfAccount(where.page)) return accountPage(where, world);
  return PAGES[where.page]?.(world, where) ?? lostPage("There is no such page.");
}

function lostPage(sentence) {
  const element = el("section", {}, el("h1", {}, "Nothing here"), el("p", {}, sentence), el("a", { href: "#/" }, "All campaigns"));
  return { element, title: () => "Nothing here" };
}
