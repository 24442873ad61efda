"""How the record is kept: the tables, and reading and appending them, one file a concept. Nothing here commits."""
