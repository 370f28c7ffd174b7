"""The analyst's bench: how well the reader reads, measured on labelled prompts."""
