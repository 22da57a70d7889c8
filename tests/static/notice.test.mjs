import assert from "node:assert/strict";
import test from "node:test";

import { Notice } from "../../static/console/notice.js";

const on = (screen, v = 10, more = "") => ({ where: `7 ${screen}${more}`, screen, v });

test("a notice stays with the screen that its event has led to, and goes with it", () => {
  const notice = new Notice(() => "Sent to Ana.", { since: 11 });
  assert.equal(notice.follow(on("replies", 10)), true);
  assert.equal(notice.follow(on("inbox_zero", 11)), true);
  assert.equal(notice.sentence, "Sent to Ana.");
  assert.equal(notice.follow(on("inbox_zero", 12)), true);
  assert.equal(notice.follow(on("replies", 13)), false);
});

test("a notice for a named screen is said there and nowhere before", () => {
  const notice = new Notice(() => "You have 20 new conversations.", { screen: "initials" });
  notice.follow(on("looking"));
  assert.equal(notice.sentence, "");
  notice.follow(on("initials", 11));
  assert.equal(notice.sentence, "You have 20 new conversations.");
  assert.equal(notice.follow(on("replies", 12)), false);
});

test("the same screen of another campaign is another", () => {
  const notice = new Notice(() => "Sent.");
  notice.follow(on("replies"));
  assert.equal(notice.follow({ ...on("replies"), where: "8 replies" }), false);
});

test("a notice that isn't true any more goes, wherever it is shown", () => {
  let sentence = "You're no longer a sender.";
  const notice = new Notice(() => sentence);
  assert.equal(notice.follow(on("nothing")), true);
  sentence = null;
  assert.equal(notice.follow(on("nothing")), false);
  assert.equal(notice.sentence, "");
});
