"""Open sockets: what each of them is shown, and pushed."""
