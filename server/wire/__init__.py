"""The wire: things, answers, arguments and frames, each declared."""
