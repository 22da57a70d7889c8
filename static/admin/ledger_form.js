/** The setting of how far back a campaign's ledger goes. */
import { numberField } from "./fields.js";

export const ledgerForm = ({ id, campaign, ask }) => numberField({
  label: "Entries that are kept",
  hint: "The newest ones. Empty: 200,000, which take some 20 MB of the store.",
  value: () => (campaign().ledger_entries ? String(campaign().ledger_entries) : ""),
  empty: 0,
  ask: (ledger_entries) => ask("update_campaign", { campaign: id, ledger_entries }),
});
