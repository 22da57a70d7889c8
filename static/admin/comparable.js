/** How words are compared that people look for: as server/words/comparable.py does, whatever form they come in. Pure. */

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]/gu;

/** Two texts are the same word when these are equal. Upper and then lower case folds what has no capital of its own: "ß" → "ss". */
export function comparable(text) {
  let before;
  let now = text;
  do {
    before = now;
    now = now.normalize("NFKC").toUpperCase().toLowerCase().replace(INVISIBLE, "").replace(/[\s\u2800]+/g, " ").trim();
  } while (now !== before); // a dropped character may let those beside it combine
  return now.replaceAll("ς", "σ");
}
