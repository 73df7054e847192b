"""The demo clinic: a small FHIR R4 server over SQLite, with a staff page and faults that can be switched on.

It stands alone: it shares no code with the app it is there to talk to.
"""
