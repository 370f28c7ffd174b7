"""Probes: calls with known verdicts that we send ourselves, to see that the law is in force."""
