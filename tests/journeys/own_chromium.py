"""A Chromium with the plugin and a profile that outlives it: killed and started again, its worker stopped, its clock moved.

Spoken to in the DevTools protocol without Playwright, which lets a new worker run before anybody could move its clock.
(A preloaded libfaketime would move all clocks of the process, but no Chromium starts under it.) The moved clock is ``Date.now``
of the worker, from its first line on, and of the plugin's world in a page; the page's own clock stays true.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from tools.screenshots import FLAGS
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.ports import free_port

PATIENCE_S = 15
MOVE = """(() => {
  globalThis.trueNow ??= Date.now.bind(Date);
  globalThis.shift = %d;
  Date.now = () => globalThis.trueNow() + globalThis.shift;
})()"""


class OwnChromium:
    """One life of the browser, from start to ``end`` or ``kill``."""

    def __init__(self, profile: Path, plugin: Path) -> None:
        program = shutil.which("chromium")
        assert program, "apt-get install chromium"
        self.shift_ms, self.home = 0, ""
        self.told: list[Any] = []  # what pages say by ``tell(…)``
        self._worlds: dict[str, int] = {}  # session of a page → the plugin's world in it
        self._workers: dict[str, str] = {}  # target → session
        self._answers: dict[int, dict[str, Any]] = {}
        self._arrived = threading.Condition()
        self._numbers = count(1)
        self._open = ExitStack()
        port = free_port()
        self.process = subprocess.Popen(
            [program, "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={profile}", *FLAGS,
             f"--disable-extensions-except={plugin}", f"--load-extension={plugin}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            wire = connect(self._address(port), max_size=None, ping_interval=None)
            self.socket: ClientConnection = self._open.enter_context(wire)
            threading.Thread(target=self._listen, daemon=True).start()
            only_workers = [{"type": "service_worker"}, {"exclude": True}]
            attach: dict[str, Any] = {
                "autoAttach": True,
                "waitForDebuggerOnStart": True,
                "flatten": True,
                "filter": only_workers,
            }
            self.call("Target.setAutoAttach", **attach)
            self.home = self._home()
        except BaseException:
            self.end()
            raise

    @staticmethod
    def _address(port: int) -> str:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=1) as told:
                    return str(json.load(told)["webSocketDebuggerUrl"])
            except OSError:
                time.sleep(0.1)
        raise AssertionError("this Chromium does not start")

    def _home(self) -> str:
        """The plugin's own origin, with a slash."""

        def found() -> str:
            all_ = self.call("Target.getTargets")["targetInfos"]
            urls = [one["url"] for one in all_ if one["url"].startswith("chrome-extension://")]
            return "/".join(urls[0].split("/")[:3]) + "/" if urls else ""

        return str(until(found))

    # ---- the wire ----------------------------------------------------------------------------

    def _listen(self) -> None:
        try:
            for line in self.socket:
                message = json.loads(line)
                with self._arrived:
                    if "id" in message:
                        self._answers[message["id"]] = message
                    else:
                        self._hear(message["method"], message["params"], message.get("sessionId", ""))
                    self._arrived.notify_all()
        except ConnectionClosed:
            pass

    def _hear(self, method: str, params: dict[str, Any], session: str) -> None:
        if method == "Target.attachedToTarget" and params["targetInfo"]["type"] == "service_worker":
            self._workers[params["targetInfo"]["targetId"]] = params["sessionId"]
            self._send("Runtime.enable", params["sessionId"])
            self._begins(params["sessionId"])
        elif method == "Target.detachedFromTarget":
            self._workers = {target: one for target, one in self._workers.items() if one != params["sessionId"]}
        elif method == "Runtime.executionContextCreated" and session in self._workers.values():
            self._begins(session)  # a worker that was stopped begins anew under the session it had
        elif method == "Runtime.executionContextCreated":
            context = params["context"]
            if context["auxData"].get("type") == "isolated" and self.home.rstrip("/") == context["origin"]:
                self._worlds[session] = context["id"]
        elif method == "Runtime.bindingCalled":
            self.told.append(json.loads(params["payload"]))

    def _begins(self, worker: str) -> None:
        """Its clock is moved before its first line runs."""
        self._send("Runtime.evaluate", worker, expression=MOVE % self.shift_ms)
        self._send("Runtime.runIfWaitingForDebugger", worker)

    def _send(self, method: str, session: str = "", **params: Any) -> int:
        number = next(self._numbers)
        wish = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        self.socket.send(json.dumps(wish))
        return number

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        number = self._send(method, session, **params)
        for _ in range(PATIENCE_S):
            with self._arrived:
                if self._arrived.wait_for(lambda: number in self._answers, 1):
                    break
            for worker in list(self._workers.values()):  # one that began in the same moment has not heard it
                self._begins(worker)
        with self._arrived:
            assert number in self._answers, f"{method} is not answered"
            answer = self._answers.pop(number)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: dict[str, Any] = answer["result"]
        return result

    # ---- pages -------------------------------------------------------------------------------

    def opens(self, url: str) -> str:
        """A new tab; gives its session."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = str(self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self.call("Runtime.enable", session)
        self.call("Runtime.addBinding", session, name="told")
        self.call("Page.enable", session)
        self.call("Page.navigate", session, url=url)
        until(lambda: self.asks(session, "document.readyState === 'complete' && location.href !== 'about:blank'"))
        return session

    def asks(self, session: str, javascript: str, context: int | None = None) -> Any:
        """The value of an expression in a page; a promise is waited for."""
        where = {} if context is None else {"contextId": context}
        told = self.call("Runtime.evaluate", session, expression=javascript, awaitPromise=True, returnByValue=True, **where)  # fmt: skip
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    # ---- what happens to it ------------------------------------------------------------------

    def moves_clock(self, shift_ms: int) -> None:
        """From now on the plugin's clocks are so far from the true one, in its worker and in the page that is open."""
        self.shift_ms = shift_ms
        for session in list(self._workers.values()):
            self._send("Runtime.evaluate", session, expression=MOVE % shift_ms)
        for session, world in list(self._worlds.items()):
            self._send("Runtime.evaluate", session, expression=MOVE % shift_ms, contextId=world)
        self.call("Target.getTargets")  # answered after all of the above

    def sets_page_clock(self, session: str) -> None:
        """A page that was opened after the clock had moved; before anything happens in it."""
        until(lambda: session in self._worlds)
        self.asks(session, MOVE % self.shift_ms, self._worlds[session])

    def stops_worker(self) -> bool:
        """As the browser does when it wants the memory back, in the middle of whatever it does. Whether there was one."""
        stopped = 0
        for target, session in list(self._workers.items()):
            try:
                # One that is closed before its first line has run stays for ever as it is, and nothing wakes another.
                if self.asks(session, "typeof chrome") == "object":
                    self.call("Target.closeTarget", targetId=target)
                    stopped += 1
            except AssertionError:
                continue  # it had just ended by itself
        return stopped > 0

    def kill(self) -> None:
        """As if the power went, for all of its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """As somebody closes their browser."""
        self._send("Browser.close")
        self.process.wait(timeout=20)

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self._open.close()


def until(true: Callable[[], Any], what: str = "it", patience_s: float = PATIENCE_S) -> Any:
    """What ``true`` answers, as soon as that is not nothing."""
    end = time.monotonic() + patience_s
    while not (found := true()):
        assert time.monotonic() < end, f"{what} never came true"
        time.sleep(0.05)
    return found
