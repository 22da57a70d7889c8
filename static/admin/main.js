/** The admin's pages: one connection, the things it tells, and the page that the address asks for. */
import { el, follow, refresh, seen, setAttribute, write } from "../shared/dom.js";
import { frame, showConnection } from "../shared/frame.js";
import { count } from "../shared/numbers.js";
import { Refusal, Socket } from "../shared/socket.js";
import { Things } from "../shared/store.js";
import { storeNow } from "../shared/store_time.js";
import { isOfAccount } from "./account_menu.js";
import { allWaiting } from "./answers.js";
import { pageFor } from "./pages.js";
import { Readings } from "./readings.js";
import { route } from "./routes.js";
import { searchBox } from "./search_box_view.js";
import { troublesBanner } from "./troubles.js";
import { Uploads } from "./uploads.js";

const SECOND_MS = 1000;
const main = document.querySelector("main");
const answers = document.querySelector("#answers");
const things = new Things();
const readings = new Readings();
const watched = new Set(); // campaigns whose senders this connection has asked for
let me = null;
let page = null;
let stranded = false; // the page asked for couldn't be shown for want of a connection
let drawing = false;

const uploads = new Uploads(() => draw());
const unsaved = new Map(); // campaign → a message that isn't saved, or couldn't be

const socket = new Socket("/ws/admin", {
  open: "open_admin",
  onState: (state, sentence) => {
    showConnection(state, sentence);
    if (state === "not_allowed") main.replaceChildren(el("h1", {}, "Not allowed"), el("p", {}, sentence));
  },
  onThing: (thing) => things.change(thing),
  onGone: (thing) => things.gone(thing),
  onOpen: async ({ me: who, things: all }) => {
    me = who;
    watched.clear();
    things.replaceAll(all);
    if (page === null || stranded) await turn();
    else await watch(route(location.hash).campaign);
  },
});

/** Ask the hub. A thing in the answer is shown at once rather than with the push that follows. */
async function ask(name, args) {
  const answer = await socket.ask(name, args);
  if (answer?.kind) things.change(answer);
  return answer;
}

/**
 * Watch a campaign: the hub then pushes its senders for as long as this connection lasts. An archived campaign goes
 * from the things, so it is asked for again. Return the Refusal, or null.
 */
async function watch(campaign) {
  if (campaign === undefined || (watched.has(campaign) && things.get("campaign", campaign, campaign))) return null;
  try {
    const { things: rows } = await socket.ask("watch_campaign", { campaign });
    watched.add(campaign);
    rows.forEach((thing) => things.change(thing));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Show the page of the address, once we know who we are. */
async function turn() {
  if (me === null) return;
  const asked = location.hash;
  const where = route(asked);
  const refusal = await watch(where.campaign);
  if (asked !== location.hash) return;
  stranded = refusal?.code === "connection_lost";
  page?.close?.();
  const first = page === null;
  page = pageFor(where, refusal?.sentence ?? null, { things, ask, uploads, unsaved, me: () => me, readings, redraw: draw, go });
  main.replaceChildren(page.element);
  for (const link of document.querySelectorAll("nav[aria-label=Pages] a")) {
    setAttribute(link, "aria-current", isCurrent(link.hash, asked, where) ? "page" : null);
  }
  refresh(document.documentElement);
  if (!first) {
    focusHeading();
    scrollTo(0, 0);
  }
  page.ready?.();
}

/** Return whether a link of the header leads to the page that is shown, or to the account's pages while one of them is. */
const isCurrent = (hash, asked, { page: shown }) => hash === (asked || "#/") || (hash === "#/account" && isOfAccount(shown));

function focusHeading() {
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}

// The link to the answers that nobody can answer, with their number, while there are any or their page is open.
follow(answers, () => write(answers, allWaiting(things) ? `Answers (${count(allWaiting(things))})` : "Answers"));
seen(answers, () => allWaiting(things) > 0 || answers.getAttribute("aria-current") !== null);
main.before(troublesBanner(() => things.all("account")[0]));
const title = document.querySelector("title");
follow(title, () => page && write(title, `${page.title()} · Handraise`));
const brand = document.querySelector(".brand");
follow(brand, () => setAttribute(brand, "title", things.all("account")[0]?.name));
frame(() => me);

const go = (hash, { instead = false } = {}) => (instead ? location.replace(hash) : location.assign(hash));

searchBox(document.querySelector("#search"), { ask, go });

// Changes come up to ten times a second; the page shows them once a frame.
function draw() {
  if (drawing || page === null) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    const focused = document.activeElement;
    refresh(document.documentElement);
    // A button that has done its work goes, as Pause does. The focus must not be lost with it.
    if (focused && focused !== document.body && !focused.getClientRects().length) focusHeading();
  });
}

const remember = (campaign) => readings.note(campaign, storeNow());

things.subscribe((thing, gone) => {
  if (thing === null) things.all("campaign").forEach(remember);
  else if (thing.kind === "campaign" && !gone) remember(thing);
  page?.told?.(thing);
  draw();
});
setInterval(draw, 10 * SECOND_MS); // what is said of the last hour moves on
addEventListener("hashchange", turn);
addEventListener("beforeunload", (event) => (uploads.busy() || unsaved.size) && event.preventDefault());
