"""The yardstick: a bare Flet app behind a page, with one text and a counter, and a page with as much text as an article."""

import sys
from collections.abc import Callable

import flet as ft
import flet_web.fastapi as ff
import uvicorn


@ft.component
def Counter() -> ft.Control:
    """A text and a button."""
    count, set_count = ft.use_state(0)
    reads, set_reads = ft.use_state(False)
    if reads:
        return reader(lambda: set_reads(False))
    return ft.Column(
        [
            ft.Text(f"count {count}"),
            ft.FilledButton("add", on_click=lambda: set_count(count + 1)),
            ft.FilledButton("read", on_click=lambda: set_reads(True)),
        ]
    )


def reader(back: Callable[[], None]) -> ft.Control:
    """Every text of an article, each a control, as somebody writes it who thinks of nothing else."""
    from tests.bench.library import the_article  # not before: the start of this process is measured

    texts = [ft.Text(one) for one in the_article().texts()]
    return ft.Column([ft.FilledButton("back", on_click=back), *texts], scroll=ft.ScrollMode.AUTO, expand=True)


def main(page: ft.Page) -> None:
    """Draw it."""
    page.render(Counter)


if __name__ == "__main__":
    app = ff.FastAPI()
    app.mount("/", ff.app(main, no_cdn=True))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws="websockets-sansio")
