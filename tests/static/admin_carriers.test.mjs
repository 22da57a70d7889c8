import assert from "node:assert/strict";
import { test } from "node:test";
import { classOf, rows } from "../../static/admin/carriers.js";

const carriers = [{ carrier: "simulator", sentence: "Made up." }, { carrier: "twilio", sentence: "Phones." }];
const terms = [
  { carrier: "twilio", numbers: "", per_second: 4, per_day: 0, price: "0.0079" },
  { carrier: "twilio", numbers: "12345", per_second: 1, per_day: 0, price: "" },
];

test("every carrier has a row, and then those of its numbers that have terms or were just added", () => {
  const added = [{ carrier: "twilio", numbers: "12345" }, { carrier: "simulator", numbers: "+12025550123" }];
  const shown = rows(carriers, terms, added);
  assert.deepEqual(shown.map(({ carrier, numbers, per_second, sentence }) => [carrier, numbers, per_second, sentence]), [
    ["simulator", "", 0, "Made up."], ["simulator", "+12025550123", 0, ""], ["twilio", "", 4, "Phones."], ["twilio", "12345", 1, ""],
  ]);
});

test("a row has the class whose rates it has", () => {
  const classes = [{ per_second: 75, per_day: 200000 }, { per_second: 4, per_day: 0 }];
  assert.equal(classOf(classes, terms[0]), "1");
  assert.equal(classOf(classes, terms[1]), "");
});
