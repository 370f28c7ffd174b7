"""Reads an image prompt into content facts, one set per depiction (design 5).

    from lexloci_reader import read
    read("a lighthouse at dawn").depictions[0].facts["subject"]   # frozenset({"none"})

Standard library only. The word lists are compiled by `lexloci_tools.corpus`.
"""

from lexloci_reader.reading import UNREAD, VERSION, Depiction, Evidence, Reading
from lexloci_reader.reads import read

__all__ = ["UNREAD", "VERSION", "Depiction", "Evidence", "Reading", "read"]
