"""What Lexloci takes and costs to run: sizes, units, seals, limits, a bill; one Region or more."""
