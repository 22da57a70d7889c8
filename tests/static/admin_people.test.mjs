import assert from "node:assert/strict";
import { test } from "node:test";
import { peopleIn, sumOf } from "../../static/admin/people.js";

const read = (text, role = "texter") => peopleIn(text, role).map(({ email, name, role: as, wrong }) => [email, name, as, wrong]);

test("a line has a name and an address, in either order", () => {
  const ana = ["ana@example.org", "Ana Lee", "texter", ""];
  for (const line of ["Ana Lee, ana@example.org", "ana@example.org;Ana Lee", "Ana Lee\tana@example.org", "  Ana  Lee , ana@example.org ", "Ana Lee <ana@example.org>", "Ana,Lee,ana@example.org", '"Ana Lee" <ana@example.org>', "Ana Lee <mailto:ana@example.org>"]) {
    assert.deepEqual(read(line), [ana], line);
  }
});

test("a name in quotes may have a comma", () => {
  assert.deepEqual(read('"Lee, Ana" <ana@example.org>'), [["ana@example.org", "Lee, Ana", "texter", ""]]);
});

test("an address alone is called by the part before the @", () => {
  assert.deepEqual(read("ana.lee@example.org"), [["ana.lee@example.org", "ana.lee", "texter", ""]]);
});

test("a line of an e-mail program has many people", () => {
  assert.deepEqual(read("Ana Lee <ana@example.org>, ben@example.org; Cleo <cleo@example.org>,").map(([email, name]) => [email, name]),
    [["ana@example.org", "Ana Lee"], ["ben@example.org", "ben"], ["cleo@example.org", "Cleo"]]);
});

test("a first line with names of columns says what is where", () => {
  const file = "\uFEFFFirst name,Last name,E-mail,Role,Phone\r\nAna,Lee,ana@example.org,Admin,1\r\nBen,,ben@example.org,,2\r\n\r\n";
  assert.deepEqual(read(file), [["ana@example.org", "Ana Lee", "admin", ""], ["ben@example.org", "Ben", "texter", ""]]);
  assert.deepEqual(read("name;mail\nAna;ana@example.org"), [["ana@example.org", "Ana", "texter", ""]]);
});

test("a line may say the role; the others get the one that was chosen", () => {
  assert.deepEqual(read("Ana, ana@example.org, admin\nBen, ben@example.org").map(([, , role]) => role), ["admin", "texter"]);
  assert.deepEqual(read("Ana, ana@example.org, texter\nBen, ben@example.org", "admin").map(([, , role]) => role), ["texter", "admin"]);
});

test("what can't be used says why", () => {
  assert.deepEqual(read("Ana Lee\nana@\nANA@example.org\nana@example.org").map(([, , , wrong]) => wrong), [
    "There is no e-mail address in this line.",
    "This isn’t an e-mail address.",
    "",
    "This address is in the list twice.",
  ]);
  assert.deepEqual(read("Name,Email,Role\nAna,ana@example.org,owner").map(([, , , wrong]) => wrong), ["The role is admin or texter."]);
  assert.deepEqual(sumOf(peopleIn("Ana\nben@example.org", "texter")), { right: 1, wrong: 1 });
});

test("nothing is read from nothing", () => {
  for (const text of ["", " \n\r\n ", "\uFEFF"]) assert.deepEqual(read(text), []);
});

test("a long list is read at once", () => {
  const lines = Array.from({ length: 5000 }, (_, nth) => `Person ${nth}, p${nth}@example.org`);
  assert.equal(sumOf(peopleIn(lines.join("\n"), "texter")).right, 5000);
});
