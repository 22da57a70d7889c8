/** The account's carriers: what they let through and cost. Pure. */
const NOTHING = { per_second: 0, per_day: 0, price: "" };

/**
 * Return a row for each carrier as a whole, then for each of its numbers that have terms or were just `added` here:
 * {carrier, numbers, sentence, per_second, per_day, price}.
 */
export function rows(carriers, terms, added) {
  const has = (list, row) => list.some((each) => each.carrier === row.carrier && each.numbers === row.numbers);
  return carriers.flatMap(({ carrier, sentence }) => {
    const whole = { carrier, numbers: "", ...NOTHING };
    const set = terms.filter((each) => each.carrier === carrier);
    const shown = [...(has(set, whole) ? [] : [whole]), ...set];
    const more = added.filter((each) => each.carrier === carrier && !has(shown, each)).map((each) => ({ ...each, ...NOTHING }));
    return [...shown, ...more].map((row) => ({ ...row, sentence: row.numbers ? "" : sentence }));
  });
}

/** Return the place among `classes` of the one whose rates a row has, "" if none has. */
export function classOf(classes, { per_second, per_day }) {
  const place = classes.findIndex((each) => each.per_second === per_second && each.per_day === per_day);
  return place < 0 ? "" : String(place);
}
