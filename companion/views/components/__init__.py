"""Small pieces, fed by arguments; only how large a target is they read of their window (reach.py).

Screens use these and no Flet control that would be nameless.
"""
