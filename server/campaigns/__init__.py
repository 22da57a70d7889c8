"""Changes that take several scripts, in the order in which stopping half-way does no harm."""
