// The pink button: what a press would do, and what stands beside it. Pure: a console and its presses → words. A console
// says itself whether its texter may request, or wait for more.

import { clock } from "../shared/clock.js";
import { count, many } from "../shared/numbers.js";

const SCREENS = ["looking", "goodbye", "inbox_zero", "replies"];
const REQUEST = { act: "request", label: "Request Conversations", busy: "Requesting…" };
const WAIT = { act: "wait", label: "Tell me when there are more", busy: "One moment…" };
const ASK = { ...WAIT, label: "Ask for your first batch" };
const WAITING = { act: null, label: "Waiting for more", busy: "One moment…" };
const ASKED = { ...WAITING, label: "Waiting for a yes" };
const HERE_FOR = { initial: "You are here for first messages.", reply: "You are here for replies." };

const needsYes = ({ reason }) => reason === "first_needs_yes";

/**
 * Return {act, label, on, busy, says, offer, hereFor, waits, refusal}; null on a screen without the button. `act` is
 * "request", "wait", or null while the texter waits; `waits` is whether they can stop waiting.
 */
export function requestOf(one, screen, requests) {
  if (!SCREENS.includes(screen)) return null;
  const { request, only } = one;
  const { act, label, busy: working } = buttonOf(request);
  const refusal = requests.refusal(one.campaign);
  const busy = requests.busy(one.campaign);
  const says = saysOf(request);
  return {
    act,
    label,
    on: request.allowed || act === "wait",
    busy,
    says: busy ? working : says,
    offer: request.allowed && request.offer ? offered(request.offer) : "",
    hereFor: HERE_FOR[only] ?? "",
    waits: Boolean(request.waits_since),
    refusal: refusal === says ? "" : refusal,
  };
}

function buttonOf(request) {
  if (request.allowed) return REQUEST;
  if (request.waits_since) return needsYes(request) ? ASKED : WAITING;
  if (request.may_wait) return needsYes(request) ? ASK : WAIT;
  return REQUEST;
}

function saysOf({ allowed, reason, sentence, batch_size, waits_since }) {
  if (allowed) return batch_size ? `Up to ${many(batch_size, "conversation")} at a time.` : "";
  if (!waits_since) return sentence ?? "";
  if (needsYes({ reason })) return `You asked at ${clock(waits_since)}. Once an admin says yes, you get your first batch by itself while this page is open.`;
  return `You have been waiting since ${clock(waits_since)}. You get the next ones by themselves while this page is open.`;
}

// Return what a request would choose from. Quiet ones are told if there are no others.
function offered({ initial, reply, quiet }) {
  const parts = [
    reply && `${about(reply)} ${reply === 1 ? "person" : "people"} waiting for a reply`,
    initial && `${about(initial)} to write to`,
  ].filter(Boolean);
  return parts.length ? parts.join(" · ") : quiet ? `${about(quiet)} quiet ${quiet === 1 ? "conversation" : "conversations"}` : "";
}

// The server rounds numbers from 10 on down.
const about = (number) => `${count(number)}${number < 10 ? "" : "+"}`;
