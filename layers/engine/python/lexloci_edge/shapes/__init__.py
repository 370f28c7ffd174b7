"""API shapes of other generators: one adapter a file, each reading a body into what is judged."""
