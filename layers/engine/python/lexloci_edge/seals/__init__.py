"""Seals: what makes one dropped, added or changed record of the ledger show.

Every entry of the ledger becomes a leaf of an append-only Merkle log (RFC 6962), one log per Region
and shard. After each batch the log's size and root are signed: a checkpoint (C2SP tlog-checkpoint).
Batches and checkpoints lie under Object Lock, where nobody can change them for as long as it holds.

`merkle` and `note` are pure; `sealing` is what the stream function does; `proving` answers with an
inclusion proof; `lexloci_tools.verify` reads an export again.
"""
