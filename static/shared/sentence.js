// A sentence of ours with words of others in it: names, titles, phone numbers. dom.js isolates those where it is shown,
// so that right-to-left words don't reorder what stands beside them. Pure.

export class Sentence {
  /** `ours` are our parts of the sentence, `theirs` the words between them: `ours` has one part more. */
  constructor(ours, theirs) {
    Object.assign(this, { ours, theirs });
  }

  toString() {
    return this.ours.map((part, nth) => part + (this.theirs[nth] ?? "")).join("");
  }
}

/** Make a Sentence of a template: sentence`Sent to ${name}.` */
export const sentence = (ours, ...theirs) => new Sentence(ours, theirs.map(String));
