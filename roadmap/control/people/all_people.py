"""All pages about people, brought together."""

from roadmap.control.people import away, holdings, organisations, persons, posts, roles

__all__ = ["away", "holdings", "organisations", "persons", "posts", "roles"]
