"""What a build says of itself."""

from companion.site.build import Report, is_needed_first
from companion.site.engine import CANVASKIT, FILES, SKWASM


def table(report: Report) -> str:
    """Every part of at least 20 kB, heaviest first, and the sums."""
    rows = sorted(report.weights.items(), key=lambda item: -item[1].brotli)
    lines = [f"{'part':62}{'raw kB':>9}{'gzip kB':>9}{'brotli kB':>10}  first visit"]
    for name, weight in rows:
        if weight.brotli >= 20_000:
            first = _first(name)
            sizes = f"{weight.raw / 1000:9.0f}{weight.gzip / 1000:9.0f}{weight.brotli / 1000:10.0f}"
            lines.append(f"{name[-60:]:62}{sizes}  {first}")
    whole = sum(weight.brotli for _, weight in rows) / 1e6
    skwasm, canvaskit = (report.first_visit(engine) / 1e6 for engine in (SKWASM, CANVASKIT))
    lines.append(
        f"Loaded before the first entry can be saved: {skwasm:.1f} MB in Chromium (skwasm), {canvaskit:.1f} MB in "
        f"Safari and Firefox (canvaskit). The whole site: {whole:.1f} MB (brotli)."
    )
    lines.append(f"Built in {report.seconds:.0f} s: {report.folder}")
    return "\n".join(lines)


def _first(name: str) -> str:
    """Which browsers fetch a file at the first visit: all ("yes"), those with one engine (its name), or none."""
    engines = [engine for engine in FILES if is_needed_first(name, engine)]
    return "yes" if len(engines) == len(FILES) else "".join(engines) or "later"
