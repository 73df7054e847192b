"""Measurements against bare Flet and bare SQLite, as ratios in one run."""
