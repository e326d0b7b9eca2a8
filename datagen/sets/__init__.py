"""The named sets of data: a room for each family, and in `registry` the table of all, which a formula need not load."""
