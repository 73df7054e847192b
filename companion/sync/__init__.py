"""The outbox on its way to the clinic, one cycle at a time."""
