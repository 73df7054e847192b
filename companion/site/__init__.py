"""The page around the canvas: Help as HTML, the loading screen, what Flet's own page lacks."""
