/**
 * The segments as which carriers count a text. Pure.
 *
 * A text of GSM-7 characters alone (3GPP TS 23.038, basic table and extension) has 160 of them in one segment, 153 in
 * each of several; an extension character counts double. Any other character makes it UCS-2: 70, then 67 UTF-16 units.
 * Neither an escaped character nor a surrogate pair is cut in two, so a segment may end one short.
 */
const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENSION = new Set("\f^{}\\[~]|€");

/** → {encoding: "GSM-7" or "UCS-2", length, segments, left, odd}: `left` more fit in, the `odd` ones force UCS-2. */
export function segments(text) {
  const characters = [...text];
  const odd = [...new Set(characters.filter((each) => !BASIC.has(each) && !EXTENSION.has(each)))];
  const encoding = odd.length ? "UCS-2" : "GSM-7";
  const sizes = characters.map((each) => (odd.length ? each.length : EXTENSION.has(each) ? 2 : 1));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, among] = odd.length ? [70, 67] : [160, 153];
  if (length <= alone) return { encoding, length, segments: length ? 1 : 0, left: alone - length, odd };
  let full = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > among) [full, used] = [full + 1, 0];
    used += size;
  }
  return { encoding, length, segments: full, left: among - used, odd };
}
