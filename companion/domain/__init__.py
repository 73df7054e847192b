"""Pure: the standard library, frozen dataclasses; no I/O, no clock, no randomness."""
