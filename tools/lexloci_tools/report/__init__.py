"""A regulator's report: what was decided for a place in a period, counted from an export."""
