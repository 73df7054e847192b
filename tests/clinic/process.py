"""The clinic as a process of its own, and clients that talk to it."""

import json
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from fhir.resources.R4B import get_fhir_model_class

ROOT = Path(__file__).resolve().parents[2]
STAFF_KEY = "test-staff-key"
# Reading the list of authorities takes longer than most tests, and nothing here is https.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_SHARED = ("--seed", "demo", "--staff-key", STAFF_KEY, "--announce")


class ClinicProcess:
    """A running `python -m clinic`; its records outlive it in `data`."""

    def __init__(self, data: Path, *flags: str, forms: Path | None = None) -> None:
        chosen = ["--forms", str(forms)] if forms else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "clinic", "--port", "0", "--data", str(data), *_SHARED, *chosen, *flags],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.line = self._process.stdout.readline()
        assert self.line, f"the clinic did not open: {self._process.communicate()[1]}"
        self.announced: dict[str, Any] = json.loads(self.line)
        self.fhir: str = self.announced["fhir"]
        self.root = self.fhir.removesuffix("/fhir")
        self._clients: list[httpx.Client] = []

    def client(self, token: str | None = None) -> httpx.Client:
        """A client for /fhir; every FHIR body that it gets is checked against `fhir.resources`."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        hooks = {"response": [check_body]}
        return self._keep(httpx.Client(base_url=self.fhir, headers=headers, event_hooks=hooks, verify=_NO_TLS))

    def browser(self) -> httpx.Client:
        """A client for the staff page that keeps cookies and follows redirects."""
        return self._keep(httpx.Client(base_url=self.root, follow_redirects=True, verify=_NO_TLS))

    def fault(self, mode: str | None, **fields: object) -> httpx.Response:
        """Switches a fault on (None: off)."""
        headers = {"Authorization": f"Bearer {STAFF_KEY}"}
        return httpx.post(f"{self.root}/_faults", json={"mode": mode, **fields}, headers=headers, verify=_NO_TLS)

    def signal(self, number: int) -> tuple[int, str]:
        """Sends a signal; the exit status and what was written to stderr."""
        self._process.send_signal(number)
        errors = self._process.communicate(timeout=20)[1]
        return self._process.returncode, errors

    def close(self) -> None:
        for client in self._clients:
            client.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def _keep(self, client: httpx.Client) -> httpx.Client:
        self._clients.append(client)
        return client


def check_body(response: httpx.Response) -> None:
    """Fails for a FHIR body that is no valid R4 resource, or an error that is no OperationOutcome."""
    raw = response.read()
    if response.headers.get("content-type") != "application/fhir+json; charset=utf-8":
        assert not raw or "html" in response.headers["content-type"]
        return
    resource = response.json()
    get_fhir_model_class(resource["resourceType"]).model_validate_json(raw)
    if response.status_code >= 400:
        assert resource["resourceType"] == "OperationOutcome"
        assert resource["issue"][0]["severity"] == "error"
