/** Sentences about the picture of a campaign. Pure: things → sentences. */

/** Return what a text with the picture costs by the campaign's carrier, by the account's prices. */
export function cost({ carrier }, account) {
  const terms = account?.carriers.find((row) => row.carrier === carrier && !row.numbers);
  const price = terms?.picture_price ? `it costs ${terms.picture_price} ${account.currency}, however long it is.` : "carriers charge more for it than for one without.";
  return `A text with a picture is a picture message (MMS): ${price}`;
}

/** Return a sentence for the launch: the picture goes with the first message; "" if it doesn't. */
export const goesAlong = ({ picture, picture_first: first }) => (picture && first ? "The picture goes with each first message, which costs more." : "");
