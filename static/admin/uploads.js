/** Uploads of contacts, the last one of each campaign. They go on while other pages are open. */
import { count, many } from "../shared/numbers.js";
import { Refusal } from "../shared/socket.js";

const lost = () =>
  new Refusal("connection_lost", "The connection was lost during the upload. Upload the file again: nobody is added twice.");

export class Uploads {
  #byCampaign = new Map();
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** Return {name, share, answer, refusal} or undefined: `share` of the file is up (0 to 1), and how it ended. */
  of(campaign) {
    return this.#byCampaign.get(campaign);
  }

  running(campaign) {
    return this.#byCampaign.has(campaign) && goesOn(this.of(campaign));
  }

  busy() {
    return [...this.#byCampaign.values()].some(goesOn);
  }

  /** Forget the outcome of a campaign's last upload. */
  forget(campaign) {
    if (this.running(campaign)) return;
    this.#byCampaign.delete(campaign);
    this.#changed();
  }

  /**
   * Begin an upload. mapping: {first_name?, last_name?, phone?} → column name, for columns that the server wouldn't
   * recognise; encoding: "" if the file tells it.
   */
  start(campaign, file, mapping, encoding) {
    const upload = { name: file.name, share: 0, answer: null, refusal: null };
    this.#byCampaign.set(campaign, upload);
    const form = new FormData();
    if (Object.keys(mapping).length) form.set("mapping", JSON.stringify(mapping));
    if (encoding) form.set("encoding", encoding);
    form.set("file", file);
    const request = new XMLHttpRequest();
    const set = (change) => this.#changed(Object.assign(upload, change));
    request.upload.onprogress = ({ loaded, total }) => set({ share: total ? loaded / total : 0 });
    request.onload = () => set(outcome(request));
    request.onerror = () => set({ refusal: lost() });
    request.open("POST", `/campaigns/${campaign}/contacts`);
    request.send(form);
    set({});
  }
}

const goesOn = ({ answer, refusal }) => !answer && !refusal;

/** Return a sentence: what happens to contacts that are added to a campaign now; "" if nothing happens yet. Pure. */
export function whatAddingDoes({ status, bulk_send: bulk }) {
  if (status !== "active" && status !== "paused") return "";
  if (!bulk) return "The contacts you add become unassigned conversations.";
  return `This campaign is sent in bulk: everybody you add is texted ${status === "active" ? "at once" : "once it is resumed"}.`;
}

/** Return the outcome of an upload, in a sentence. Pure. */
export function summary({ name, answer: { added, already_there: there, rejected_in_all: inAll } }) {
  const rejected = inAll - there;
  return `${name}: ${[
    `${many(added, "contact")} added`,
    there && `${count(there)} ${there === 1 ? "was" : "were"} there already`,
    rejected && `${many(rejected, "row")} rejected`,
  ].filter(Boolean).join(", ")}.`;
}

function outcome({ status, responseText }) {
  let said;
  try {
    said = JSON.parse(responseText);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refusal: new Refusal("upload_failed", `The upload failed: the server answered with ${status}.`) };
  }
  return status < 300 ? { answer: said } : { refusal: new Refusal(said.code, said.sentence) };
}
