"""Verifying an export of the ledger's seals: with the public key, and nothing else of ours."""
