// The texter's place in the console, kept in the address: #7 · #7/quiet · #7/reply/12. Pure.

const LANES = ["reply", "quiet", "closed"];

/** "#7/reply/12" → {campaign: 7, lane: "reply", conversation: 12}; parts that aren't there, or make no sense, are null. */
export function placeOf(hash) {
  const [campaign, lane, conversation] = hash.replace(/^#/, "").split("/");
  const place = { campaign: number(campaign), lane: null, conversation: null };
  if (place.campaign !== null && LANES.includes(lane)) {
    place.lane = lane;
    place.conversation = number(conversation);
  }
  return place;
}

/** Return the address of a place: the inverse of `placeOf`. Waiting replies are what a campaign shows by itself. */
export function hashOf({ campaign, lane = null, conversation = null }) {
  if (campaign === null) return "#";
  if (conversation !== null) return `#${campaign}/${lane}/${conversation}`;
  return lane === null || lane === "reply" ? `#${campaign}` : `#${campaign}/${lane}`;
}

const number = (word) => (/^[1-9]\d{0,15}$/.test(word ?? "") ? Number(word) : null);
