"""Organisations, posts, persons, who holds which post, who is away, and who has which role on the road map."""
