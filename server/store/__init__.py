"""The store: everything that knows Redis."""
