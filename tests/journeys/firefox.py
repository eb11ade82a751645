"""Debian's Firefox, spoken to in WebDriver BiDi: Playwright cannot load an extension into a Firefox of its own.

https://w3c.github.io/webdriver-bidi/ (``webExtension.install`` takes the ZIP file as it is downloaded).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 20
PREFERENCES = {
    "media.navigator.permission.disabled": True, "media.navigator.streams.fake": True,
    "media.peerconnection.ice.loopback": True, "media.peerconnection.ice.obfuscate_host_addresses": False,
    "app.update.enabled": False, "app.normandy.enabled": False, "datareporting.policy.dataSubmissionEnabled": False,
    "network.manage-offline-status": False, "network.connectivity-service.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "network.captive-portal-service.enabled": False,
}  # fmt: skip


class Firefox:
    """One headless Firefox with a profile of its own below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.profile = folder / "firefox"
        self._numbers = count(1)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        program = shutil.which("firefox-esr")
        assert program, "apt-get install firefox-esr"
        self.profile.mkdir()
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (self.profile / "user.js").write_text("\n".join(lines))
        self._log = self.profile / "said.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [program, "--headless", "--profile", str(self.profile), "--remote-debugging-port", "0", "about:blank"],
                stdout=log, stderr=log, env={"HOME": str(self.profile), "PATH": "/usr/bin:/bin", "MOZ_HEADLESS": "1"},
            )  # fmt: skip
        try:
            self.socket: ClientConnection = self._open.enter_context(
                connect(f"{self._address()}/session", max_size=None)
            )
            self.call("session.new", capabilities={})
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _address(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for line in self._log.read_text().splitlines():
                if "WebDriver BiDi listening on" in line:
                    return line.split()[-1]
            time.sleep(0.1)
        raise AssertionError(f"Firefox did not start:\n{self._log.read_text()}")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command; gives its result. Raises AssertionError with what Firefox said."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE_S))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    def install(self, archive: Path) -> None:
        self.call("webExtension.install", extensionData={"type": "archivePath", "path": str(archive)})

    def page_named(self, ending: str) -> str:
        """The tab whose address ends so, as soon as there is one."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for one in self.call("browsingContext.getTree")["contexts"]:
                if one["url"].endswith(ending):
                    return str(one["context"])
            time.sleep(0.1)
        raise AssertionError(f"no tab shows {ending}")

    def opens(self, url: str) -> str:
        context = str(self.call("browsingContext.create", type="tab")["context"])
        self.call("browsingContext.navigate", context=context, url=url, wait="complete")
        return context

    def asks(self, page: str, javascript: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = self.call("script.evaluate", expression=javascript, target={"context": page}, awaitPromise=True)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def waits(self, page: str, javascript: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.asks(page, javascript) is True:
                return
            time.sleep(0.1)
        raise AssertionError(f"never came true: {javascript}")
