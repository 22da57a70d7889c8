/** A campaign thing to change for a test. */
export const campaign = (change = {}) => ({
  kind: "campaign", id: 7, campaign: 7, v: 1, title: "Autumn", status: "draft", script: "", self_assign: false, batch_size: null,
  bulk_send: false, carrier: "", picture: null, picture_first: false, picture_replies: false, lookup: null, sender_link: null, sender_link_enabled: false, fields: [], contacts: 0, merge_fields: [], lacking: [], unknown_field: "",
  unassigned: { initial: 0, reply: 0, quiet: 0 }, held: { initial: 0, reply: 0, quiet: 0 }, closed: 0, opted_out: 0, sent: 0, senders: 0,
  ...change,
});

export const sender = (id, name, lanes = {}) => ({
  kind: "sender", id, campaign: 7, v: 1, name, email: `${name.toLowerCase()}@example.org`,
  initial: 0, reply: 0, quiet: 0, closed: 0, opted_out: 0, ...lanes,
});
