"""Small builders of what tests need in a database."""
