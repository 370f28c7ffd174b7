"""The lawyer's side: reading rule files, checking them, trying their cases, freezing them."""
