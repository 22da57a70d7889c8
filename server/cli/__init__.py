"""The command line: `handraise --help`."""
