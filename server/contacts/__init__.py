"""A file of people: its table, its rows, their phones."""
