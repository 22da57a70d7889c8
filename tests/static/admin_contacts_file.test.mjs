import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, decoded, firstRows, unrecognised } from "../../static/admin/contacts_file.js";

const bytes = (text) => new TextEncoder().encode(text).buffer;

test("rows are read with commas, semicolons and tabs", () => {
  for (const delimiter of [",", ";", "\t"]) {
    const text = ["first", "phone"].join(delimiter) + "\r\n" + ["Ana", "1"].join(delimiter) + "\r\n";
    assert.deepEqual(firstRows(text), [["first", "phone"], ["Ana", "1"]]);
  }
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

test("a file is UTF-8 when it can be, also when its sample ends inside a character, else Latin-1", () => {
  assert.equal(decoded(bytes("\ufeffé")), "é");
  assert.equal(decoded(bytes("aé").slice(0, 2)), "a");
  assert.equal(decoded(new Uint8Array([0x41, 0xe9, 0x41]).buffer), "AéA");
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
