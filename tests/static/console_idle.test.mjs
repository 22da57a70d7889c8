import assert from "node:assert/strict";
import test from "node:test";

import { Doing } from "../../static/console/doing.js";
import { goesBack, goingBack } from "../../static/console/idle.js";
import { OpenConversation } from "../../static/console/conversation.js";
import { movedAway } from "../../static/console/words.js";
import { Refusal } from "../../static/shared/socket.js";
import { aConsole, aConversation, aHub, settled } from "./console_things.mjs";

const NOON = new Date(2026, 6, 1, 12, 0).getTime();
const idle = (initial, reply = 0) => ({ at: NOON + 2 * 60_000, initial, reply });

test("the strip says how many go back and when, and of which campaign if another is shown", () => {
  const one = aConsole({ idle: idle(40, 1) });
  assert.equal(String(goesBack(one, false, NOON)), "Still there? 41 people go back to others at 12:02.");
  assert.equal(String(goesBack({ ...one, idle: idle(0, 1) }, false, NOON)), "Still there? 1 person goes back to others at 12:02.");
  assert.equal(String(goesBack(one, true, NOON)), "Still there? 41 people of “Parks” go back to others at 12:02.");
});

test("every campaign of which conversations go back has a strip, the one that is shown first", () => {
  const [one, two, three] = [7, 8, 9].map((campaign) => aConsole({ campaign, idle: campaign === 8 ? null : idle(1) }));
  assert.deepEqual(goingBack([one, two, three], 9), [three, one]);
  assert.deepEqual(goingBack([two], 8), []);
});

test("afterwards a sentence says what went back and why", () => {
  const taken = { by: "", move: "idle 1", moved: 41, idle: 20 };
  assert.equal(String(movedAway(aConsole({ taken }))), "41 people went back, because nothing happened for 20 minutes.");
  assert.equal(String(movedAway(aConsole({ taken: { ...taken, moved: 1, idle: 1 }, reply: 2 }))),
    "1 person went back, because nothing happened for 1 minute. What you still hold is here.");
  assert.equal(String(movedAway(aConsole({ taken }), true)), "41 people of yours in “Parks” went back, because nothing happened for 20 minutes.");
});

test("typing is told every 30 seconds at most, and when it is in another conversation", async () => {
  const hub = aHub({ note_doing: () => ({ at: 1 }) });
  const doing = new Doing(hub.ask);
  for (const at of [0, 10_000, 29_999, 30_000, 59_000]) await doing.types({ campaign: 7, id: 3 }, at);
  assert.equal(hub.asked.length, 2);
  await doing.types({ campaign: 7, id: 4 }, 59_001);
  await doing.types({ campaign: 8, id: 4 }, 59_002);
  assert.deepEqual(hub.named("note_doing").slice(2), [{ campaign: 7, conversation: 4 }, { campaign: 8, conversation: 4 }]);
});

test("typing that couldn't be told is told with the next key, and never disturbs", async () => {
  let away = true;
  const hub = aHub({ note_doing: () => {
    if (away) throw new Refusal("connection_lost", "No connection.");
  } });
  const doing = new Doing(hub.ask);
  await doing.types({ campaign: 7, id: 3 }, 0);
  away = false;
  await doing.types({ campaign: 7, id: 3 }, 1);
  await doing.types({ campaign: 7, id: 3 }, 2);
  assert.equal(hub.asked.length, 2);
});

test("a conversation that the page reads again by itself is no doing", async () => {
  const hub = aHub({ open_conversation: () => aConversation(3) });
  const open = new OpenConversation(hub.ask, 7, 3, () => {}, () => {});
  open.follow(1);
  await settled();
  open.doubt();
  open.follow(1);
  await settled();
  assert.deepEqual(hub.named("open_conversation"), [{ campaign: 7, conversation: 3 }, { campaign: 7, conversation: 3, again: true }]);
});
