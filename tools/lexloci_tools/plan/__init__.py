"""What Lexloci costs to run. So far of its ledger: sizes, write units, seals, Regions."""
