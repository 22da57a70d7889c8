/** Uploads of contacts, the last one of each campaign. They go on while other pages are open. */
import { count, many } from "../shared/numbers.js";
import { Refusal } from "../shared/socket.js";

const lost = () =>
  new Refusal("connection_lost", "The connection was lost during the upload. Upload the file again: nothing is done twice.");

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
    const set = (change) => this.#changed(Object.assign(upload, change));
    posted(`/campaigns/${campaign}/contacts`, form, (share) => set({ share })).then(set);
    set({});
  }
}

/**
 * Post a form with a file. Return a promise of how it ended, {answer} or {refusal}; `progress(share)` is called with the
 * share of the file that is up, 0 to 1.
 */
export function posted(path, form, progress = () => {}) {
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
  return new Promise((resolve) => {
    request.onload = () => resolve(outcome(request));
    request.onerror = () => resolve({ refusal: lost() });
    request.open("POST", path);
    request.send(form);
  });
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

/** Return the outcome of a list of opt-outs, in a sentence. Pure. */
export function optedOutBy({ name, answer: { opted_out: out, already, rejected_in_all: rejected } }) {
  return `${name}: ${[
    `${many(out, "person", "people")} opted out`,
    already && `${count(already)} had opted out already`,
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
