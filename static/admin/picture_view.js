/** The picture of a campaign: chosen here, and where it goes. */
import { asking } from "../shared/asking.js";
import { el, seen } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";
import { field, switched } from "./fields.js";
import { cost } from "./picture.js";

const LOST = "The connection was lost. Choose the file again.";

export function picturePart({ id, campaign, things, ask }) {
  const input = el("input", { type: "file", accept: "image/jpeg,image/png,image/gif,image/webp", onchange: choose });
  const chosen = field("Picture", input, "It is made small enough for every phone. JPEG, PNG, GIF or WebP.");
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const first = switched("Send it with the first message", () => campaign().picture_first, (picture_first) => set({ picture_first }));
  const replies = switched("Texters may add it to a reply", () => campaign().picture_replies, (picture_replies) => set({ picture_replies }));
  const shown = el("img", { class: "sent-picture", src: () => campaign().picture, alt: "The campaign's picture" });
  return el("details", { class: "card", open: Boolean(campaign().picture) },
    el("summary", {}, "Picture"), chosen.element,
    seen(el("div", {}, shown, first, replies, el("p", { class: "soft small" }, () => cost(campaign(), things.all("account")[0]))), () => campaign().picture));

  function choose() {
    const [file] = input.files;
    if (file) asking(input, chosen.says, () => upload(file), () => "It is set.").finally(() => (input.value = ""));
  }

  async function upload(file) {
    let answer;
    try {
      answer = await fetch(`/campaigns/${id}/picture`, { method: "POST", body: file });
    } catch {
      throw new Refusal("connection_lost", LOST);
    }
    if (answer.ok) return answer.json();
    const { code, sentence } = await answer.json();
    throw new Refusal(code, sentence);
  }
}
