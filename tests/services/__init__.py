"""What tests need and the program does not bring: a PostgreSQL server, a browser, a migrated database."""
