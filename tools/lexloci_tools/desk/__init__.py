"""The desk: asking the law without a gate: in bulk, one question at a time, or about a prompt."""
