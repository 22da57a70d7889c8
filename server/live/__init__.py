"""What each open socket is shown, and pushed."""
