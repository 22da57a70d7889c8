import assert from "node:assert/strict";
import { test } from "node:test";
import { missing, whatWillHappen } from "../../static/admin/launch.js";
import { done } from "../../static/admin/steps.js";
import { campaign, sender } from "./admin_campaign.mjs";

const ready = (change) => campaign({ contacts: 10, script: "Hi", unassigned: { initial: 10, reply: 0, quiet: 0 }, ...change });
const [ana, ben, cleo] = [sender(1, "Ana"), sender(2, "Ben"), sender(3, "Cleo")];

test("a campaign without contacts and message says what is missing and where", () => {
  assert.deepEqual(missing(campaign()).map(({ page }) => page), ["contacts", "message"]);
  assert.deepEqual(missing(ready()), []);
});

test("a field that no contact has is missing, too, and the message isn't done", () => {
  const unknown = ready({ script: "Hi {town}!", unknown_field: "town" });
  assert.deepEqual(missing(unknown), [{ page: "message", sentence: "No contact has {town}." }]);
  assert.equal(done(unknown, "message"), false);
  assert.equal(done(ready({ script: "Hi {Town}!" }), "message"), true);
});

test("what only this browser has is missing as long as the server lacks it", () => {
  assert.deepEqual(missing(ready(), { uploading: true, unsaved: true }), [
    { page: "contacts", sentence: "An upload of contacts is still going on." },
    { page: "message", sentence: "The message you wrote isn't saved." },
  ]);
});

test("without senders and self assignment nobody gets the conversations yet", () => {
  assert.deepEqual(whatWillHappen(ready(), []), [
    "All 10 conversations stay unassigned.",
    "Nobody can get them yet: add senders or allow self assignment, now or after the launch.",
  ]);
});

test("senders chosen before the launch share the conversations evenly", () => {
  assert.match(whatWillHappen(ready(), [ana])[0], /^Ana gets all 10 conversations; none/);
  assert.match(whatWillHappen(ready(), [ana, ben])[0], /^Ana and Ben get 5 conversations each; none/);
  assert.match(whatWillHappen(ready(), [ana, ben, cleo])[0], /^Ana, Ben and Cleo get 3 or 4 conversations each; none/);
  const answering = { ...ben, only: "reply" };
  assert.match(whatWillHappen(ready(), [ana, answering])[0], /^Ana gets all 10 conversations; none/);
  assert.match(whatWillHappen(ready(), [answering])[0], /^All 10 conversations stay unassigned/);
  assert.match(whatWillHappen(ready({ bulk_send: true }), [ana, answering])[0], /^Ana and Ben get 5 conversations each/);
});

test("what a launch cut short has handed out already is shared with the rest", () => {
  const half = ready({ unassigned: { initial: 4, reply: 0, quiet: 0 }, held: { initial: 6, reply: 0, quiet: 0 } });
  assert.match(whatWillHappen(half, [ana, ben])[0], /5 conversations each/);
});

test("self assignment tells the batch size, and the link who else may", () => {
  const allowed = { self_assign: true, batch_size: 1200 };
  assert.equal(whatWillHappen(ready(allowed), [ana]).at(-1), "Senders can request up to 1,200 unassigned conversations at a time.");
  assert.match(whatWillHappen(ready({ ...allowed, sender_link_enabled: true }), []).at(-1), /any member with the campaign sender link/);
});

test("self assignment without anybody who could request says that there are no senders yet", () => {
  const said = whatWillHappen(ready({ self_assign: true, batch_size: 50 }), []).at(-1);
  assert.match(said, /50 unassigned conversations at a time; there are no senders yet: add some now or after the launch\.$/);
});

test("bulk send tells that the server sends", () => {
  assert.match(whatWillHappen(ready({ bulk_send: true }), []).join(" "), /goes to 10 contacts from the server/);
});
