"""Red flags: fixed, visible rules over what was just answered. They inform and offer; they never diagnose or act."""
