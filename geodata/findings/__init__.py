"""What in a joined register looks wrong or doubtful, each with a sentence and where to look."""

from geodata.findings.finding import COLUMNS, Finding
from geodata.findings.search import find_all

__all__ = ["COLUMNS", "Finding", "find_all"]
