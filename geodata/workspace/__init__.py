"""A workspace keeps reports, incidents, reviews and choices in one SQLite file."""

from geodata.workspace.store import Workspace

__all__ = ["Workspace"]
