"""Measuring: always next to a baseline in the same run, since machines are noisy."""
