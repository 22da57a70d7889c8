// The acts by which conversations come to a texter and go back: request, wait for more, give back, end the day. The
// refusal of a request is kept by Requests; each other act rejects with its Refusal, as those of acts.js do.

import { many } from "../shared/numbers.js";
import { screenWithout } from "./finishing.js";
import { came } from "./words.js";

// Return the screen that a batch leads to: a batch never mixes first messages with replies.
const screenFor = ({ initial, reply }) => (initial ? "initials" : reply ? "replies" : "inbox_zero");

const consoleOf = (page, campaign) => page.consoles.find((one) => one.campaign === campaign);

const gaveBack = (moved) => `You have given back ${many(moved, "conversation")}, so that others can go on.`;

export async function request(page, campaign) {
  page.hush();
  const batch = await page.requests.press(consoleOf(page, campaign));
  if (batch) page.tell(came(batch), { screen: screenFor(batch) });
  page.settle();
}

/** Wait for conversations that are not there yet, or for an admin's yes. They come by themselves. */
export async function waitForMore(page, campaign) {
  page.hush();
  await page.requests.press(consoleOf(page, campaign), "wait_for_more");
  page.settle();
}

export async function stopWaiting(page, campaign) {
  page.hush();
  await page.ask("stop_waiting", { campaign });
  page.settle();
}

/** Give back what is held in one campaign alone. */
export async function release(page, campaign) {
  page.hush();
  const screen = screenWithout(consoleOf(page, campaign), page.consoles);
  const { moved } = await page.ask("release_conversations", { campaign });
  page.tell(gaveBack(moved), { screen });
  page.settle();
}

/** Give back all that is held in any campaign, and say goodbye. */
export async function finishDay(page) {
  page.hush();
  const { moved } = await page.ask("finish_day", {});
  if (moved) page.tell(gaveBack(moved), { screen: "goodbye" });
  page.settle();
}
