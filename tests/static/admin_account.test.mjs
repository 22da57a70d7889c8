import assert from "node:assert/strict";
import { test } from "node:test";
import { MENU, isOfAccount, itemOf, titleOf } from "../../static/admin/account_menu.js";
import { allSays, linksFile, outcomeSays } from "../../static/admin/invited.js";
import { ofKind, signedInSays } from "../../static/admin/members.js";
import { howSays, listSays, optOutRow } from "../../static/admin/opt_outs.js";
import { zoneChoices } from "../../static/admin/organisation.js";
import { route } from "../../static/admin/routes.js";

test("each page of the account has an address of its own, and the old one leads to the first", () => {
  for (const [name] of MENU.flatMap(({ items }) => items)) assert.deepEqual(route(`#/${name}`), { page: name });
  assert.deepEqual(route("#/invite"), { page: "invite" });
  assert.deepEqual(route("#/account"), { page: "organisation" });
  for (const name of ["constructor", "toString", "__proto__", "organisations"]) assert.equal(isOfAccount(name), false, name);
});

test("a page that isn't in the menu belongs to the one that leads to it", () => {
  assert.equal(itemOf("invite"), "members");
  assert.equal(titleOf("invite"), "Members");
  assert.equal(isOfAccount("invite"), true);
  assert.equal(isOfAccount("board"), false);
});

test("an opt-out says how it came and by whom", () => {
  assert.deepEqual(
    [
      { how: "text", by: null }, { how: "carrier", by: null }, { how: "texter", by: "Ana" }, { how: "admin", by: "Ada" },
      { how: "import", by: "Ada" }, { how: "import", by: null }, { how: "command", by: null }, { how: null, by: null }, { how: null, by: "Ana" },
    ].map(howSays),
    ["By a text", "At the carrier", "By a texter, Ana", "By an admin, Ada", "By a list, Ada", "By a list", "At the command line", "Not known", "By Ana"],
  );
});

test("a row of opt-outs has the day, with its year", () => {
  const since = new Date(2021, 1, 3, 12).getTime();
  assert.equal(optOutRow({ phone: "+12025550101", by: null, how: "text", since }).since, "Feb 3, 2021");
  assert.equal(optOutRow({ phone: "+12025550101", by: null, how: null, since: null }).since, "Not known");
});

test("the list of opt-outs says how many there are, or what a search has found", () => {
  assert.equal(listSays({ total: 0, query: "", shown: 0, more: false }), "Nobody has opted out yet.");
  assert.equal(listSays({ total: 1, query: "", shown: 1, more: false }), "1 phone has opted out.");
  assert.equal(listSays({ total: 12345, query: "", shown: 50, more: true }), "12,345 phones have opted out.");
  assert.equal(listSays({ total: 12345, query: "99", shown: 0, more: false }), "No number with 99 has opted out.");
  assert.equal(listSays({ total: 12345, query: "99", shown: 1, more: false }), "1 of them has 99.");
  assert.equal(listSays({ total: 12345, query: "99", shown: 50, more: true }), "The first 50 of them have 99.");
});

test("the time zones begin with none and this computer's, and have the one that is set", () => {
  const choices = zoneChoices("Asia/Kolkata", ["America/New_York", "Europe/Berlin"], "Europe/Berlin");
  assert.deepEqual(choices, [["", "None set"], ["Europe/Berlin", "Europe/Berlin (this computer’s)"], ["America/New_York", "America/New York"], ["Asia/Kolkata", "Asia/Kolkata"]]);
});

const given = (change) => ({ name: "Ana", email: "ana@example.org", outcome: "invited", link: "/invite/x", sent: true, sentence: "", ...change });

test("inviting many says what became of each, and of all", () => {
  const unsent = given({ sent: false, sentence: "No e-mail is sent from here: pass the link on yourself." });
  const already = given({ outcome: "already", sent: false, sentence: "A member already." });
  const refused = given({ outcome: "refused", sent: false, link: null, sentence: "This isn't an e-mail address." });
  assert.deepEqual([given(), unsent, already, refused].map(outcomeSays), [
    "Invited; an e-mail is on its way.", `Invited. ${unsent.sentence}`, "A member already.", "This isn't an e-mail address.",
  ]);
  assert.equal(allSays([given()]), "1 person invited.");
  assert.equal(allSays([given(), unsent, already, refused]), "2 people invited, 1 of them by e-mail, 1 was there already, 1 couldn’t be invited.");
});

test("the links come as a file that runs nothing in a spreadsheet", () => {
  const file = linksFile([given({ name: '=1+1, "x"' }), given({ link: null })], "https://text.example.org");
  assert.equal(file, '\uFEFFName,E-mail,Link\r\n"\'=1+1, ""x""",ana@example.org,https://text.example.org/invite/x\r\n');
});

test("a member's last sign-in is a day, or never", () => {
  const signIns = new Map([[1, new Date(2026, 10, 3, 12).getTime()]]);
  assert.deepEqual([signedInSays(1, signIns), signedInSays(2, signIns), signedInSays(1, undefined)], ["Nov 3, 2026", "Never", ""]);
});

test("members are narrowed to a kind", () => {
  const rows = [
    { id: 1, role: "admin", disabled: false, online: true },
    { id: 2, role: "texter", disabled: false, online: false },
    { id: 3, role: "texter", disabled: true, online: false },
  ];
  const ids = (kind) => ofKind(rows, kind).map(({ id }) => id);
  assert.deepEqual(["", "admin", "texter", "online", "disabled"].map(ids), [[1, 2, 3], [1], [2], [1], [3]]);
});
