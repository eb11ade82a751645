"""A browser without a script, over real HTTP: it fills in the form of a page and sends it, cookies and proofs included."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.journeys.site import Site
from tests.room.story import Tab

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input\b(?=[^>]*type="hidden")(?=[^>]*name="([^"]+)")(?:(?=[^>]*value="([^"]*)"))?[^>]*>')


_open: list[httpx.Client] = []


def client(**told: Any) -> httpx.Client:
    """An HTTP client that ``close_all`` closes."""
    _open.append(httpx.Client(**told))
    return _open[-1]


def close_all() -> None:
    while _open:
        _open.pop().close()


class Browser:
    """``get`` a page; ``send`` the form of a page."""

    def __init__(self, site: Site, *, signed_in: dict[str, str] | None = None) -> None:
        self.site = site
        headers = {"User-Agent": FIREFOX, "Sec-Fetch-Site": "same-origin", "Origin": site.url}
        kept = {signed_in["cookie"]: signed_in["session"]} if signed_in else None
        self.http = client(base_url=site.url, headers=headers, cookies=kept, follow_redirects=True, timeout=30)

    def get(self, path: str) -> httpx.Response:
        answer = self.http.get(path)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code}\n{answer.text[-1500:]}"
        return answer

    def send(self, path: str, told: dict[str, str], *, page: str = "", files: Any = None) -> httpx.Response:
        """Fill in the form that leads to ``path`` and stands on ``page`` (or there), and send it."""
        return self.answer(self.get(page or path), path, told, files=files)

    def answer(self, shown: httpx.Response, path: str, told: dict[str, str], *, files: Any = None) -> httpx.Response:
        """As ``send``, on a page that is open already."""
        hidden = _hidden_for(shown.text, path)
        answer = self.http.post(path, data={**hidden, **told}, files=files, headers={"Referer": str(shown.url)})
        assert answer.status_code == 200, f"POST {path}: {answer.status_code}\n{text_of(answer)[-2500:]}"
        assert 'class="error' not in answer.text and "aria-invalid" not in answer.text, (
            f"POST {path}: {text_of(answer)[:3000]}"
        )
        return answer

    def proof(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on ``path``."""
        return _hidden_for(self.get(path).text, path)

    def tell(self, path: str, told: dict[str, Any], *, page: str) -> Any:
        """What the script of ``page`` sends as JSON, with the page's own proof."""
        shown = self.get(page)
        proof = re.search(r'"csrf": ?"([^"]+)"', shown.text)
        assert proof, page
        answer = self.http.post(path, json=told, headers={"Referer": str(shown.url), "X-CSRFToken": proof[1]})
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()


def _hidden_for(page: str, path: str) -> dict[str, str]:
    forms = _FORM.findall(page)
    wanted = urlsplit(path).path
    best = next((one for one in forms if f'action="{wanted}' in one), None)
    best = best or next((one for one in forms if "action=" not in one.split(">", 1)[0]), "".join(forms[-1:]))
    return {name: unescape(value or "") for name, value in _HIDDEN.findall(best)}


def text_of(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def tab_of(site: Site) -> Tab:
    """A WebSocket into the room."""
    where = SimpleNamespace(
        address=site.url.replace("http", "ws", 1) + "/realtime/room", trust=None,
        environment=SimpleNamespace(public_url=site.url),
    )  # fmt: skip
    return Tab(where)  # type: ignore[arg-type]  # -- all that a tab asks of a server
