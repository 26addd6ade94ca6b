# SPDX-License-Identifier: Apache-2.0
"""`jtp serve` as a process of its own, and a small client, for the tests beside this file and for bench/serve_load."""
import http.client
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class RunningProgram:
    """The program with the bundled model, on a free port, in a home of its own. Use it in a with statement."""

    def __init__(self, program: str, *options: str, **variables: str):
        self.home = tempfile.TemporaryDirectory()
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS") if name in os.environ}
        self.errors = open(Path(self.home.name) / "stderr", "w+")
        model = () if "--model" in options else ("--model", str(ROOT / "models/mini"))
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", *model, *options], stdout=subprocess.PIPE,
            stderr=self.errors, text=True,
            env=kept | {"HOME": self.home.name, "XDG_CACHE_HOME": self.home.name} | variables)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)\n", line)
        if not match:
            raise RuntimeError(f"the server does not start: {line!r} {self.messages()}")
        self.port = int(match[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.errors.close()
        self.home.cleanup()

    def messages(self) -> str:
        self.errors.flush()
        return (Path(self.home.name) / "stderr").read_text()

    def is_running(self) -> bool:
        return self.process.poll() is None

    def request(self, method: str, target: str, body: bytes | None = None, headers: dict | None = None):
        """(status, headers, body) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, method: str, target: str, value=None, headers: dict | None = None):
        """(status, JSON of the answer)."""
        body = None if value is None else json.dumps(value).encode()
        kind = {} if value is None else {"Content-Type": "application/json"}
        status, _, answer = self.request(method, target, body, kind | (headers or {}))
        return status, json.loads(answer)


def form(fields: list[tuple[str, str | None, bytes]]) -> tuple[bytes, dict]:
    """The body of a form of (name, file name or None, content), and its headers."""
    body = b""
    for name, file_name, content in fields:
        file_part = f'; filename="{file_name}"' if file_name is not None else ""
        body += f'--limit\r\nContent-Disposition: form-data; name="{name}"{file_part}\r\n\r\n'.encode() + content + b"\r\n"
    return body + b"--limit--\r\n", {"Content-Type": "multipart/form-data; boundary=limit"}
