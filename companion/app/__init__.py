"""Composition: one module per place to run, and the one room where concrete classes meet."""
