"""The numbers that tell how a process does."""
