"""A bare page with a module worker: Pyodide by its ordinary start, this checkout's Python, the browser's ports."""
