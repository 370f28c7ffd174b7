"""What is read before a snapshot loads whatever a later prompt would have to load."""

import subprocess
import sys

LOADED = """
from lexloci_edge.live import WARMING
from lexloci_reader import hinglish, lexicon, ngrams, read

for text in WARMING:
    read(text)
tables = (
    lexicon.lexicon, lexicon.widen, lexicon.guesses, lexicon.signs_table, lexicon.first_words,
    lexicon.edges, lexicon.name_heads, lexicon._written, hinglish._words, ngrams.model,
)
print([table.__name__ for table in tables if not table.cache_info().currsize])
print(lexicon.hash_list.cache_info().currsize)
"""


def test_every_table_of_the_reader_is_loaded_by_what_warms_it() -> None:
    """In a process of its own: no table is left, all four lists of names are read."""
    told = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert told.stdout.split("\n")[:2] == ["[]", "4"]
