"""Builds the reader's compact data files from readable lists (see `build.py`)."""
