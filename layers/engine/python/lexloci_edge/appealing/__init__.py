"""Appeals against decisions, and reports by persons shown: taken in, timed, answered."""
