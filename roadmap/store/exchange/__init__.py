"""A whole road map as one JSON file, and such a file into a database: the same bytes out, in and out again."""
