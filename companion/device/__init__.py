"""The ports on CPython, and the app behind a page of this machine alone."""
