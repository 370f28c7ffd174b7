"""People: who has consented, who is protected, and how accounts stand."""
