"""Windows of WebKitGTK that do what lines of JSON ask for. Run by the system's Python, which has GTK.

    /usr/bin/python3 webkit_window.py PROFILE DOWNLOADS private|kept WIDTH HEIGHT ANSWERS

Asked for on the standard input, answered on the file descriptor ANSWERS; the standard output has the pages' consoles.
WebKit's own driver keeps nothing when it ends: here the profile lies on the disk, as a phone's does. What is typed and
tapped are events of the window system, so that the page may do what it may do after a person's tap alone.
"""

# ruff: noqa: E402
import json
import os
import sys
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
try:
    gi.require_version("WebKit2", "4.1")
except ValueError:
    gi.require_version("WebKit2", "4.0")
from gi.repository import Gdk, GLib, Gtk, WebKit2  # type: ignore[import-not-found]

KEYS = {"Enter": "Return", "Backspace": "BackSpace"}
MODIFIERS = {"Control": Gdk.ModifierType.CONTROL_MASK, "Shift": Gdk.ModifierType.SHIFT_MASK}
Then = Callable[[Any], None]


def asks_before_it_calls(_view: Any, decision: Any, kind: Any) -> bool:
    """What a phone does with a number: it asks, and the page stays."""
    if kind != WebKit2.PolicyDecisionType.NAVIGATION_ACTION:
        return False
    address = decision.get_navigation_action().get_request().get_uri()
    if not address.startswith(("tel:", "sms:")):
        return False
    decision.ignore()
    return True


class Windows:
    """Every tab is a window of its own; they share one profile."""

    def __init__(self, profile: str, downloads: str, kept: str, width: str, height: str, answers: str) -> None:
        self.downloads, self.size, self.chosen = Path(downloads), (int(width), int(height)), ""
        self.answers = os.fdopen(int(answers), "w", buffering=1)
        folders = {"base_data_directory": f"{profile}/data", "base_cache_directory": f"{profile}/cache"}
        manager = (
            WebKit2.WebsiteDataManager.new_ephemeral() if kept == "private" else WebKit2.WebsiteDataManager(**folders)
        )
        self.context = WebKit2.WebContext.new_with_website_data_manager(manager)
        self.context.set_preferred_languages(["en-US"])
        self.context.connect("download-started", self.download)
        self.settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True, enable_developer_extras=True)
        self.views: list[WebKit2.WebView] = []
        GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, self.asked)

    def asked(self, _fd: int, condition: Any) -> bool:
        line = sys.stdin.readline()
        if not line:
            Gtk.main_quit()
            return False
        command = json.loads(line)
        number, do = command.pop("id"), getattr(self, f"do_{command.pop('do')}")

        def answer(value: Any = None, error: str = "") -> None:
            self.answers.write(json.dumps({"id": number, "value": value, "error": error}) + "\n")

        try:
            do(answer, **command)
        except Exception as error:  # the test shows it
            answer(error=repr(error))
        return True

    def do_tab(self, then: Then) -> None:
        view = WebKit2.WebView(web_context=self.context, settings=self.settings)
        window = Gtk.Window(default_width=self.size[0], default_height=self.size[1])
        window.add(view)
        view.connect("run-file-chooser", self.choose)
        view.connect("decide-policy", asks_before_it_calls)
        view.connect("close", lambda one: window.destroy())
        view.connect("web-process-terminated", lambda one, why: print("the page's process has ended:", why, flush=True))
        window.show_all()
        self.views.append(view)
        self.front(view)
        then(len(self.views) - 1)

    def front(self, view: Any) -> None:
        window = view.get_toplevel()
        window.present()
        window.get_window().focus(Gdk.CURRENT_TIME)
        view.grab_focus()

    def do_front(self, then: Then, tab: int) -> None:
        self.front(self.views[tab])
        then(None)

    def do_size(self, then: Then, tab: int, width: int, height: int) -> None:
        self.views[tab].get_toplevel().resize(width, height)
        then(None)

    def do_close(self, then: Then, tab: int) -> None:
        self.views[tab].get_toplevel().destroy()
        then(None)

    def do_choose(self, then: Then, path: str) -> None:
        self.chosen = path
        then(None)

    def choose(self, _view: Any, request: Any) -> bool:
        print("the page asks for a file:", request.get_mime_types(), self.chosen, flush=True)
        request.select_files([self.chosen]) if self.chosen else request.cancel()
        return True

    def download(self, _context: Any, download: Any) -> None:
        def place(one: Any, name: str) -> bool:
            one.set_destination((self.downloads / name).as_uri())
            return True

        download.connect("decide-destination", place)

    def do_load(self, then: Then, tab: int, url: str) -> None:
        self.wait_for_load(then, self.views[tab])
        self.views[tab].load_uri(url)

    def do_reload(self, then: Then, tab: int) -> None:
        self.wait_for_load(then, self.views[tab])
        self.views[tab].reload()

    def do_url(self, then: Then, tab: int) -> None:
        then(self.views[tab].get_uri() or "")

    def wait_for_load(self, then: Then, view: Any) -> None:
        """Answers once, when it is loaded or cannot be."""
        signals: list[int] = []

        def done(error: str = "") -> None:
            while signals:
                view.disconnect(signals.pop())
            then(None, error)  # type: ignore[call-arg]

        def changed(_view: Any, event: Any) -> None:
            if event is WebKit2.LoadEvent.FINISHED and signals:
                done()

        def failed(_view: Any, _event: Any, url: str, error: Any) -> bool:
            if signals:
                done(f"{url}: {error.message}")
            return False

        signals[:] = [view.connect("load-changed", changed), view.connect("load-failed", failed)]

    def do_run(self, then: Then, tab: int, body: str) -> None:
        def ran(view: Any, result: Any) -> None:
            try:
                value = view.call_async_javascript_function_finish(result)
                then(value.to_string())
            except GLib.Error as error:
                then(None, error.message)  # type: ignore[call-arg]

        self.views[tab].call_async_javascript_function(body, -1, None, None, None, None, ran)

    def do_picture(self, then: Then, tab: int, path: str) -> None:
        """What the screen shows there."""
        self.front(self.views[tab])
        window = self.views[tab].get_window()
        Gdk.pixbuf_get_from_window(window, 0, 0, window.get_width(), window.get_height()).savev(path, "png", [], [])
        then(None)

    def do_press(self, then: Then, tab: int, key: str) -> None:
        *held, name = [key] if len(key) == 1 else key.split("+")
        state = reduce(or_, (MODIFIERS[one] for one in held), Gdk.ModifierType(0))
        named = KEYS.get(name, name.lower() if "Control" in held else name)
        value = Gdk.keyval_from_name(named) if len(named) > 1 else Gdk.unicode_to_keyval(ord(named))
        self.front(self.views[tab])
        for kind in (Gdk.EventType.KEY_PRESS, Gdk.EventType.KEY_RELEASE):
            event = self.event(kind, self.views[tab], Gdk.Display.get_default().get_default_seat().get_keyboard())
            event.key.keyval, event.key.state = value, state
            found, codes = Gdk.Keymap.get_for_display(Gdk.Display.get_default()).get_entries_for_keyval(value)
            event.key.hardware_keycode = codes[0].keycode if found and codes else 0
            Gtk.main_do_event(event)
        then(None)

    def do_insert(self, then: Then, tab: int, text: str) -> None:
        """As an input method does, whole words at once."""
        self.front(self.views[tab])
        self.views[tab].execute_editing_command_with_argument("InsertText", text)
        then(None)

    def do_click(self, then: Then, tab: int, x: float, y: float) -> None:
        view = self.views[tab]
        self.front(view)
        pointer = Gdk.Display.get_default().get_default_seat().get_pointer()
        for kind in (Gdk.EventType.MOTION_NOTIFY, Gdk.EventType.BUTTON_PRESS, Gdk.EventType.BUTTON_RELEASE):
            event = self.event(kind, view, pointer)
            one = event.motion if kind is Gdk.EventType.MOTION_NOTIFY else event.button
            one.x, one.y, one.x_root, one.y_root = x, y, x, y
            if kind is not Gdk.EventType.MOTION_NOTIFY:
                event.button.button = 1
            if kind is Gdk.EventType.BUTTON_RELEASE:
                event.button.state = Gdk.ModifierType.BUTTON1_MASK
            Gtk.main_do_event(event)
        then(None)

    def event(self, kind: Any, view: Any, device: Any) -> Any:
        event = Gdk.Event.new(kind)
        event.any.window = view.get_window()
        event.any.send_event = False
        event.set_device(device)
        event.set_source_device(device)
        part = {"key": event.key, "mot": event.motion, "but": event.button}[kind.value_nick[:3]]
        part.time = GLib.get_monotonic_time() // 1000 & 0x7FFFFFFF
        return event


if __name__ == "__main__":
    Windows(*sys.argv[1:])
    Gtk.main()
