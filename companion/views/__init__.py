"""One screen per file; `root` composes them, `components` are the pieces they are made of."""
