"""Replay: every record judged again from what it holds, by its own rulebook or by another.

`lines` reads what an export holds, `judging` judges one record, `tally` counts. The desk's command
(`lexloci replay`) and the function in the cloud (`cloud`) run this same code.
"""
