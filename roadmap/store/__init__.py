"""How the record is kept: tables, and reading and appending them, one file a concept."""
