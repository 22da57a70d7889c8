"""The machine that a process runs on: addresses, open files, signals."""
