import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, columns, decoded, firstRows, lacking, unrecognised } from "../../static/admin/contacts_file.js";
import { summary, whatAddingDoes } from "../../static/admin/uploads.js";

const bytes = (text) => new TextEncoder().encode(text).buffer;

test("rows are read with commas, semicolons, tabs and bars, and whatever line ends", () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    for (const end of ["\r\n", "\n", "\r"]) {
      const text = `${["first", "phone"].join(delimiter)}${end}${["Ana", "1"].join(delimiter)}${end}`;
      assert.deepEqual(firstRows(text), [["first", "phone"], ["Ana", "1"]]);
    }
  }
});

test("the delimiter is the one that makes known names of the first row, else the most cells", () => {
  for (const [text, header] of [
    ["Ward, north, south;Phone", ["Ward, north, south", "Phone"]],
    ["\n\na;b,c,d", ["a;b", "c", "d"]],
    ['"Ana, B, C";x', ["Ana, B, C", "x"]],
    ['"a";"b,c,d"', ["a", "b,c,d"]], // with commas the quotes wouldn't pair up
    ["sep=|\r\na,b|c", ["a,b", "c"]],
    ['"sep=;"\na,b,c', ["a,b,c"]],
  ]) assert.deepEqual(firstRows(text)[0], header);
});

test("spaces before a cell and NULs are left out", () => {
  assert.deepEqual(firstRows('a, "b, c"\0,  d e\n'), [["a", "b, c", "d e"]]);
});

test("a quoted cell keeps its delimiters, line ends and doubled quotes", () => {
  assert.deepEqual(firstRows('a,b\n"x, ""y""\nz",2\n'), [["a", "b"], ['x, "y"\nz', "2"]]);
});

test("only the first rows are read and blank ones left out", () => {
  assert.deepEqual(firstRows("a\n\n1\n2\n3\n", 3), [["a"], ["1"], ["2"]]);
});

test("a last row without a line end counts", () => {
  assert.deepEqual(firstRows("a,b\n1,"), [["a", "b"], ["1", ""]]);
});

test("a file is UTF-8, also when its sample ends inside a character, and Windows-1252 where it can't be", () => {
  assert.equal(decoded(bytes("\ufeffé")), "é");
  assert.equal(decoded(bytes("aé").slice(0, 2)), "a");
  assert.equal(decoded(new Uint8Array([0x41, 0xe9, 0x41, 0x0a, 0xc3, 0xa9]).buffer), "AéA\né");
});

test("a file with the mark of UTF-16 is that, either way round", () => {
  const little = [0xff, 0xfe, 0x50, 0, 0xe9, 0];
  const big = [0xfe, 0xff, 0, 0x50, 0, 0xe9];
  for (const each of [little, big]) assert.equal(decoded(new Uint8Array(each).buffer), "Pé");
});

test("a file that is no text has nothing to be seen", () => {
  for (const start of [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0]]) assert.equal(decoded(new Uint8Array(start).buffer), "");
  assert.equal(decoded(bytes("a\tb\n\0")), "a\tb\n\0");
});

test("columns are recognised by any of their names, and each meaning once", () => {
  assert.deepEqual(columns(["Given Name", "SURNAME", "Cell-Phone", "phone", "City"]).map(({ means }) => means),
    ["first_name", "last_name", "phone", "field", "field"]);
});

test("a column without a name or with one that was there gets its place", () => {
  assert.deepEqual(columns(["City", " ", "city"]).map(({ name }) => name), ["City", "Column 2", "city 3"]);
});

test("what no column stands for is told", () => {
  assert.deepEqual(unrecognised(columns(["First", "Handy"])), ["last_name", "phone"]);
});

test("a column chosen for one meaning is taken from the other", () => {
  const mapping = chosen({ last_name: "Handy", first_name: "Name" }, "phone", "Handy");
  assert.deepEqual(mapping, { first_name: "Name", phone: "Handy" });
  assert.deepEqual(chosen(mapping, "phone", "Tel"), { first_name: "Name", phone: "Tel" });
  assert.deepEqual(chosen(mapping, "phone", ""), { first_name: "Name" });
});

test("without a column for the numbers it is asked for, where there is one to choose", () => {
  const sentence = "Choose the column with the phone numbers.";
  assert.equal(lacking(columns(["First", "Handy"]), {}), sentence);
  assert.equal(lacking(columns(["First", "Handy"]), { last_name: "Handy" }), sentence);
  assert.equal(lacking(columns(["First", "Handy"]), { phone: "Handy" }), "");
  assert.equal(lacking(columns(["First", "Mobile"]), {}), "");
  assert.equal(lacking(columns(["First", "Last"]), {}), "");
  assert.equal(lacking([], {}), "");
});

test("what adding contacts does is said once a campaign is launched", () => {
  const bulk = "This campaign is sent in bulk: everybody you add is texted";
  assert.equal(whatAddingDoes({ status: "active", bulk_send: true }), `${bulk} at once.`);
  assert.equal(whatAddingDoes({ status: "paused", bulk_send: true }), `${bulk} once it is resumed.`);
  assert.equal(whatAddingDoes({ status: "paused", bulk_send: false }), "The contacts you add become unassigned conversations.");
  for (const status of ["draft", "archived"]) assert.equal(whatAddingDoes({ status, bulk_send: true }), "");
});

test("the result of an upload names the file, and counts those who were there already apart", () => {
  const said = (added, there, inAll) => summary({ name: "a.csv", answer: { added, already_there: there, rejected_in_all: inAll } });
  assert.equal(said(6, 4, 6), "a.csv: 6 contacts added, 4 were there already, 2 rows rejected.");
  assert.equal(said(0, 1, 2), "a.csv: 0 contacts added, 1 was there already, 1 row rejected.");
  assert.equal(said(1200, 0, 0), "a.csv: 1,200 contacts added.");
});
