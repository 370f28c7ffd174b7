"""Replay: every record judged again from what it holds, by its own rulebook or by another."""
