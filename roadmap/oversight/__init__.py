"""Executives look, on any day: the overview, a page for each measure, and the sources. Nothing here writes."""
