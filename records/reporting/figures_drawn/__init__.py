"""Figures as charts: what is kept of their sums, as whoever asks may see it."""
