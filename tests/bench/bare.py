"""The yardstick: a bare Flet app behind a page, with one text and a counter."""

import sys

import flet as ft
import flet_web.fastapi as ff
import uvicorn


@ft.component
def Counter() -> ft.Control:
    """A text and a button."""
    count, set_count = ft.use_state(0)
    return ft.Column([ft.Text(f"count {count}"), ft.FilledButton("add", on_click=lambda: set_count(count + 1))])


def main(page: ft.Page) -> None:
    """Draw it."""
    page.render(Counter)


if __name__ == "__main__":
    app = ff.FastAPI()
    app.mount("/", ff.app(main, no_cdn=True))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws="websockets-sansio")
