/** Sentences about the picture of a campaign. Pure: campaign thing → sentence. */

/** Return a sentence on what a text with the picture costs. */
export const cost = () => "A text with a picture is a picture message (MMS). Carriers charge more for it than for one without, however long it is.";

/** Return a sentence for the launch: the picture goes with the first message; "" if it doesn't. */
export const goesAlong = ({ picture, picture_first: first }) => (picture && first ? "The picture goes with each first message, which costs more." : "");
