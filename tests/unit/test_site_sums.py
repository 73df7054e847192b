"""What a browser compares the files of the site with, and which scripts are compared before the worker begins."""

import base64
import hashlib

import pytest

from companion.site.build import modules
from companion.site.client import bootstrap
from companion.site.failure import BuildError
from companion.site.pack import known


def test_a_file_is_known_by_its_bytes_and_its_sha_256() -> None:
    size, sum_ = known(b"half of it")
    assert size == 10
    assert base64.b64decode(sum_.removeprefix("sha256-")) == hashlib.sha256(b"half of it").digest()


def test_the_modules_of_the_worker_are_those_it_imports_at_once_and_theirs() -> None:
    files = {
        "js/worker.js": b'import { one } from "./a.js";\nimport "./b.js";\nconst later = () => import("./late.js");\n',
        "js/a.js": b'import {\n  two,\n} from "./b.js";\n',
        "js/b.js": b'export { three } from "./c.js";\n',
        "js/c.js": b'// import "./no.js";\n',
        "js/page.js": b"",
    }
    assert modules(files, "worker.js") == ["worker.js", "a.js", "b.js", "c.js"]


def test_flutters_loader_asks_for_the_sum_of_the_script_that_it_loads() -> None:
    loader = "load({serviceWorkerSettings: {}, x}); t.src=r,t; var flutterConfig = {"
    assert "t.integrity=flet.integrity(r),t.src=r,t" in bootstrap(loader)
    with pytest.raises(BuildError):
        bootstrap(loader.replace("t.src=r", "t.src=s"))
