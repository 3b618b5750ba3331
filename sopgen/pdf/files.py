"""The only door through which a page reads a file: it opens on the project and on nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import DataHandler, Request

from sopgen import regular

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

ORIGIN = "http://proyek.invalid/"
"""Stands for the project directory, so that its path reaches no byte of the PDF (`.invalid`: RFC 2606)."""

MEDIA = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
"""Media types by suffix: the machine's own register would make the bytes depend on the machine."""


class ProjectFiles:
    """A WeasyPrint URL fetcher that reads `data:` URIs and regular files really below one of the `roots`.

    A file of an earlier root hides its namesakes below later ones.
    WeasyPrint swallows what a fetcher raises, so every refusal is also kept in `refused`,
    and every file that was not there in `missing`, as the page wrote it.
    """

    _fail_on_errors = False  # WeasyPrint asks its fetcher for it

    def __init__(self, *roots: Path) -> None:
        self.roots = tuple(root.resolve() for root in roots)
        self.refused: list[str] = []
        self.missing: list[str] = []

    def __call__(self, url: str) -> URLFetcherResponse:
        """Read one URL; `OSError` where it is refused or missing."""
        if url[:5].lower() == "data:":
            return _data(url)
        path = next((path for path in self._paths(url) if regular.is_file(path)), None)
        if path is None:
            self.missing.append(shown(url))
            raise FileNotFoundError(shown(url))
        return _response(url, regular.read(path), MEDIA.get(path.suffix.lower(), "application/octet-stream"))

    def _paths(self, url: str) -> list[Path]:
        """The files a URL of the project may mean; symbolic links are followed before they are judged."""
        try:
            name = unquote(urlsplit(url).path).lstrip("/")
            paths = [path for root in self.roots if (path := (root / name).resolve()).is_relative_to(root)]
        except (ValueError, RuntimeError, OSError):
            paths = []
        if not paths or not url.startswith(ORIGIN):
            self.refused.append(shown(url))
            raise PermissionError(shown(url))
        return paths


def shown(url: str) -> str:
    """A URL as people are told it: a file of the project by its path there, anything else whole but short."""
    return url.removeprefix(ORIGIN)[:200]


def _data(url: str) -> URLFetcherResponse:
    with DataHandler().data_open(Request(url)) as reply:
        return _response(url, reply.read(), reply.headers.get_content_type())


def _response(url: str, content: bytes, media: str) -> URLFetcherResponse:
    from weasyprint.urls import URLFetcherResponse

    return URLFetcherResponse(url, content, {"Content-Type": media})
