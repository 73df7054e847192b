"""What `build-web` and `serve` do, with what they print."""

import sys
from pathlib import Path

from companion.clinic_file import ClinicFileError, load_site_clinic
from companion.config import ClinicSettings, assets_dir
from companion.site.build import Report, Sources, build_site, is_needed_first
from companion.site.failure import BuildError


def sources(kept: Path) -> Sources:
    """The parts as they are installed. Raises BuildError."""
    try:
        from flet_web import get_package_web_dir
    except ImportError:
        raise BuildError("Flet's web client is not installed. Install Companion with its extra [site].") from None
    package = Path(__file__).resolve().parent.parent
    native = Path(sys.prefix) / "share" / "companion"
    return Sources(package, assets_dir(), Path(get_package_web_dir()), native, kept)


def build(out: Path, clinic_path: Path | None, quality: int) -> int:
    """Build and say what each part weighs; the exit status."""
    try:
        clinic: ClinicSettings | None = load_site_clinic(clinic_path) if clinic_path else None
        report = build_site(out, sources(out.parent / ".compressed"), clinic, quality=quality)
    except (BuildError, ClinicFileError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The site could not be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    print(table(report))
    return 0


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
    lines.append(f"Until the first entry can be saved: {first_visit:.1f} MB. All of the site: {whole:.1f} MB (brotli).")
    lines.append(f"Built in {report.seconds:.0f} s: {report.folder}")
    return "\n".join(lines)
