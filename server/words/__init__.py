"""Words: which ones count as the same, and which ones stop texts."""
