"""The ports in the page: IndexedDB with its mirror, WebCrypto, Web Locks, the browser's clock.

Runs in Pyodide, and imports on CPython, too: what JavaScript gives comes in as constructor arguments.
"""
