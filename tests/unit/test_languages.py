"""What languages Flutter is given where the browser's own are no language tags."""

import json
import subprocess
from pathlib import Path
from typing import Any

from companion import site
from companion.site.snapshot import node

SCRIPT = Path(site.__file__).parent / "languages.js"
CASES: list[tuple[Any, Any, Any, Any]] = [
    # languages, language, and what Flutter is given of both
    (["de-AT", "en"], "de-AT", ["de-AT", "en"], "de-AT"),
    (["zh-Hant-TW", "ar-EG-u-nu-latn"], "zh-Hant-TW", ["zh-Hant-TW", "ar-EG-u-nu-latn"], "zh-Hant-TW"),
    (["C"], "C", ["en"], "en"),
    (["POSIX"], "POSIX", ["en"], "en"),
    ([], "", ["en"], "en"),
    ([], "fr-CA", ["fr-CA"], "fr-CA"),
    (None, None, ["en"], "en"),
    (None, "es-MX", ["es-MX"], "es-MX"),
    ("de", "de", ["de"], "de"),
    (["en_US.UTF-8"], "en_US.UTF-8", ["en-US"], "en-US"),
    (["de_DE@euro", "de-DE"], "de_DE@euro", ["de-DE"], "de-DE"),
    (["", "x", "c", "en--US", "e n", "en-"], "", ["en"], "en"),
    (["en-" + "x" * 9000, "pt-BR"], "en-" + "x" * 9000, ["pt-BR"], "pt-BR"),
    ([42, None, {}, ["en"], "sv"], 42, ["sv"], "sv"),
    (["*", "th"], "th", ["th"], "th"),
]
RUN = """
const vm = require("vm"), [script, cases] = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(cases.map(([languages, language]) => {
  const made = `var navigator = ${JSON.stringify({ languages, language })}, document = { documentElement: { lang: "en" } };`;
  const page = vm.createContext({});
  vm.runInContext(made + script, page);
  return vm.runInContext("[navigator.languages, navigator.language]", page);
})));
"""


def test_flutter_is_given_the_sound_languages_and_what_is_sound_stays() -> None:
    given = json.dumps([SCRIPT.read_text("utf-8"), CASES])
    ran = subprocess.run([node(), "-e", RUN], input=given, capture_output=True, text=True, check=True, timeout=60)
    for (languages, language, *wanted), got in zip(CASES, json.loads(ran.stdout), strict=True):
        assert got == wanted, (languages, language)
