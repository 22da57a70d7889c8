// The sentences about conversations that go back to others because their texter does nothing. Pure.

import { clock } from "../shared/clock.js";
import { many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";

const people = ({ initial, reply }) => initial + reply;

/** Return the consoles of which conversations go back soon, the one that is shown first. */
export function goingBack(consoles, campaign) {
  const warned = consoles.filter(({ idle }) => idle);
  return [...warned.filter((one) => one.campaign === campaign), ...warned.filter((one) => one.campaign !== campaign)];
}

/** Return a sentence: how many people go back, and when; of which campaign if `elsewhere`. */
export function goesBack({ idle, title }, elsewhere, now) {
  const go = people(idle) === 1 ? "goes" : "go";
  const who = many(people(idle), "person", "people");
  const when = `back to others at ${clock(idle.at, now)}.`;
  return elsewhere ? sentence`Still there? ${who} of “${title}” ${go} ${when}` : `Still there? ${who} ${go} ${when}`;
}

/** Return a sentence: how many people went back, and after how many minutes; of which campaign if `elsewhere`. */
export function wentBack({ taken, title, initial, reply, quiet }, elsewhere) {
  const who = many(taken.moved, "person", "people");
  const why = `because nothing happened for ${many(taken.idle, "minute")}.`;
  if (elsewhere) return sentence`${who} of yours in “${title}” went back, ${why}`;
  return `${who} went back, ${why}${initial + reply + quiet ? " What you still hold is here." : ""}`;
}
