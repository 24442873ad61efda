"""Reads a folder of seed files (YAML) and checks it; knows nothing of the database.

``read_seeds(folder)`` answers a whole road map as frozen models, or raises ``SeedError`` with every
problem found, each with its file and line. What the fields mean stands in ``seeds/README.md``.
"""

from roadmap.store.seedfiles.folder import Seeds, read_seeds
from roadmap.store.seedfiles.problems import Problem, SeedError

__all__ = ["Problem", "SeedError", "Seeds", "read_seeds"]
