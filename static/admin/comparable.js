/** A form in which to compare words that people look for, the same as in server/words/comparable.py. Pure. */

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]/gu;

/**
 * Return a text's form for comparing: equal for two texts of the same words. Upper and then lower case folds letters
 * that have no capital of their own: "ß" → "ss".
 */
export function comparable(text) {
  let before;
  let now = text;
  do {
    before = now;
    now = now.normalize("NFKC").toUpperCase().toLowerCase().replace(INVISIBLE, "").replace(/[\s\u2800]+/g, " ").trim();
  } while (now !== before); // a dropped character may let those beside it combine
  return now.replaceAll("ς", "σ");
}
