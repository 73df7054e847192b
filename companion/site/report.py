"""What a build says of itself."""

from companion.site.build import Report, is_needed_first


def table(report: Report) -> str:
    """Every part of at least 20 kB, heaviest first, and the sums."""
    rows = sorted(report.weights.items(), key=lambda item: -item[1].brotli)
    lines = [f"{'part':62}{'raw kB':>9}{'gzip kB':>9}{'brotli kB':>10}  first visit"]
    for name, weight in rows:
        if weight.brotli >= 20_000:
            first = "yes" if is_needed_first(name) else "later"
            sizes = f"{weight.raw / 1000:9.0f}{weight.gzip / 1000:9.0f}{weight.brotli / 1000:10.0f}"
            lines.append(f"{name[-60:]:62}{sizes}  {first}")
    whole = sum(weight.brotli for _, weight in rows) / 1e6
    first_visit = report.first_visit() / 1e6
    lines.append(
        f"Loaded before the first entry can be saved: {first_visit:.1f} MB. The whole site: {whole:.1f} MB (brotli)."
    )
    lines.append(f"Built in {report.seconds:.0f} s: {report.folder}")
    return "\n".join(lines)
