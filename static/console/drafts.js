// What has been typed and isn't sent yet, per conversation. Pure.

const nameOf = ({ campaign, id }) => `${campaign}/${id}`;

export class Drafts {
  #typed = new Map();
  #doubtful = new Map(); // sent, but the connection was lost before the answer: {text, last_seen}

  /** What has been typed for this conversation, or undefined. */
  of(conversation) {
    return this.#typed.get(nameOf(conversation));
  }

  keep(conversation, text) {
    if (text === "") this.drop(conversation);
    else this.#typed.set(nameOf(conversation), text);
  }

  drop(conversation) {
    this.#typed.delete(nameOf(conversation));
    this.#doubtful.delete(nameOf(conversation));
  }

  /** This text may have been sent after the text `last_seen`, or may not. */
  doubt(conversation, text, last_seen) {
    this.#doubtful.set(nameOf(conversation), { text, last_seen });
  }

  /** The conversation as it is now, with all its texts: what turns out to have been sent is no draft any more. */
  settle(conversation) {
    const doubtful = this.#doubtful.get(nameOf(conversation));
    const sent = ({ id, direction, text }) => id > doubtful.last_seen && direction === "out" && text === doubtful.text;
    if (doubtful && conversation.texts.some(sent)) this.drop(conversation);
  }
}
