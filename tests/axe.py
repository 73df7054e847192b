"""axe-core, which finds faults of accessibility in a page. It is for tests alone: no site has it."""

import tarfile
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.parts import FOR_TESTS, TESTS_FOLDER, main

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The levels A and AA of WCAG 2.0, 2.1 and 2.2, by axe-core's own names."""
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations", "incomplete"] });
  const told = (one) => one.nodes.map(node => one.id + ": " + node.target.join(" ") + " " + node.html.slice(0, 200));
  return { violations: found.violations.flatMap(told), incomplete: found.incomplete.flatMap(told), passes: found.passes.length };
}"""


@cache
def source() -> str:
    """The script, from the archive that the lock names."""
    name = next(line.split()[0] for line in FOR_TESTS.read_text("utf-8").splitlines() if line.startswith("axe-core@"))
    archive = TESTS_FOLDER / f"{name.replace('@', '-')}.tgz"
    if not archive.exists():
        assert main(TESTS_FOLDER, FOR_TESTS) == 0
    with tarfile.open(archive) as packed:
        found = packed.extractfile("package/axe.min.js")
        assert found
        return found.read().decode()


def faults(page: Page, *more: str) -> list[str]:
    """What axe-core finds in the page as it is now: the rule, and the element. `more` names further rules' tags."""
    return list(look(page, *more)["violations"])


def look(page: Page, *more: str) -> dict[str, Any]:
    """What axe-core says, also where it could not judge. The page's policy allows no script of another's: CDP brings it."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(source() + ";0")
    found: dict[str, Any] = page.evaluate(RUN, [*LEVELS, *more])
    return found
