"""The command line: flags and subcommands, nothing else."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from companion import __version__


def parser() -> argparse.ArgumentParser:
    """Every subcommand and option; each option has a default that works."""
    top = argparse.ArgumentParser(
        prog="companion",
        description=(
            "Preparation, a private journal, and help for people in treatment with ketamine infusions. Not "
            "a medical device, not for emergencies. No one watches it live."
        ),
    )
    top.add_argument("--version", action="version", version=f"companion {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    run = _command(commands, "run", "start the app with the journal on this device, or with a new one")
    _serving(run)
    run.add_argument(
        "--data", type=Path, default=None, help=("folder for the journal (default: the usual one on this system)")
    )
    about = "the clinic's file: name, phone, FHIR address (default: none, nothing is ever sent)"
    run.add_argument("--clinic", type=Path, default=None, metavar="FILE", help=about)
    demo = _command(
        commands, "demo", "start the demo clinic, and the app with an invented patient in the middle of a course"
    )
    _serving(demo)
    about = "keep the demo's data in this folder (default: a temporary folder, removed at the end)"
    demo.add_argument("--data", type=Path, default=None, help=about)
    about = "run the app as a process behind a page on this machine, not as the site that patients get"
    demo.add_argument("--device", action="store_true", help=about)
    _for_the_web(commands)
    check = _command(commands, "check-content", "check the content before a release: who confirmed it, and when")
    about = "fail on content that no one has signed or that is past its review date (default: warn)"
    check.add_argument("--release", action="store_true", help=about)
    about = (
        "only this country's help lines have to be confirmed, such as US; can be given more than once (default: all)"
    )
    check.add_argument("--country", action="append", metavar="CODE", help=about)
    about = "a folder with the clinic's own articles, checked like those in the library"
    check.add_argument("--clinic-texts", type=Path, default=None, metavar="FOLDER", help=about)
    _for_the_clinic(commands)
    clinic = commands.add_parser("clinic", help="start only the demo clinic", add_help=False)
    clinic.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return top


def _for_the_web(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    build = _command(commands, "build-web", "build the site that patients open: a folder of static files")
    about = "the clinic's file: name, phone, FHIR address (default: none, the app works alone and sends nothing)"
    build.add_argument("--clinic", type=Path, default=None, metavar="FILE", help=about)
    build.add_argument("-o", "--out", type=Path, default=Path("build/site"), help="folder (default: build/site)")
    build.add_argument("--quality", type=int, default=9, choices=range(1, 12), metavar="1-11",
                       help="brotli level: 11 makes the smallest files and takes minutes (default: 9)")  # fmt: skip
    serve = _command(commands, "serve", "serve a built site on this machine, as a web host would")
    serve.add_argument("folder", type=Path, nargs="?", default=Path("build/site"), help="default: build/site")
    serve.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    serve.add_argument(
        "--host", default="127.0.0.1", help=("address to listen on; it has to be this machine (default: 127.0.0.1)")
    )


def _for_the_clinic(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ends = (
        "Exit status: 0 if nothing is wrong, 1 if something is wrong (each problem with its line), 2 if the "
        "file cannot be read."
    )
    about = "check a clinic's file and list every problem with its line"
    file = _command(commands, "check-clinic", about, ends)
    file.add_argument("file", type=Path, metavar="FILE", help="the file, YAML or JSON: see docs/clinic-file.md")
    about = "check it as build-web does: a patient or a token is refused unless the server is on this machine"
    file.add_argument("--for-site", action="store_true", help=about)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str, more: str = ""
) -> argparse.ArgumentParser:
    """A subcommand; its own help says first what the list of all says of it."""
    said = f"{about[0].upper()}{about[1:]}. {more}".strip()
    return commands.add_parser(name, help=about, description=said)


def _serving(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    command.add_argument(
        "--host", default="127.0.0.1", help=("address to listen on; it has to be this machine (default: 127.0.0.1)")
    )
    command.add_argument("--no-browser", action="store_true", help="do not open a browser")
    command.add_argument("--window", action="store_true", help="open a separate window instead of a page")
    command.add_argument("--verbose", action="store_true", help="log what the app does (never what is typed)")


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand; the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["clinic"]:
        import subprocess

        try:
            return subprocess.call([sys.executable, "-m", "clinic", *given[1:]])
        except KeyboardInterrupt:
            return 0
    options = parser().parse_args(given)
    if options.command is None:
        parser().print_help()
        return 0
    from companion import start

    command: Callable[[argparse.Namespace, asyncio.Event], object] = getattr(start, options.command.replace("-", "_"))
    try:
        status = asyncio.run(_until_stopped(command, options))
        print(end="", flush=True)
        return status
    except BrokenPipeError:  # whoever read the output has closed it, as `head` and a quit `less` do
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


async def _until_stopped(command: Callable[..., object], options: argparse.Namespace) -> int:
    """Run it until it ends, or until Ctrl-C or SIGTERM asks it to."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        try:
            loop.add_signal_handler(getattr(signal, name), stop.set)
        except (NotImplementedError, AttributeError):
            signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(stop.set))
    status = await command(options, stop)  # type: ignore[misc]
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
