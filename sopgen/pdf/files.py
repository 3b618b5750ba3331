"""The only door through which a page reads a file: it opens on the project and on nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import DataHandler, Request

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
    """A WeasyPrint URL fetcher that reads `data:` URIs and regular files really below `root`.

    WeasyPrint swallows what a fetcher raises, so every refusal is also kept in `refused`,
    and every file that was not there in `missing`, as the page wrote it.
    """

    _fail_on_errors = False  # WeasyPrint asks its fetcher for it

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.refused: list[str] = []
        self.missing: list[str] = []

    def __call__(self, url: str) -> URLFetcherResponse:
        """Read one URL; `OSError` where it is refused or missing."""
        if url[:5].lower() == "data:":
            return _data(url)
        path = self._path(url)
        if not path.is_file():
            self.missing.append(shown(url))
            raise FileNotFoundError(shown(url))
        return _response(url, path.read_bytes(), MEDIA.get(path.suffix.lower(), "application/octet-stream"))

    def _path(self, url: str) -> Path:
        """The file a URL of the project means; symbolic links are followed before it is judged."""
        try:
            path = (self.root / unquote(urlsplit(url).path).lstrip("/")).resolve()
        except (ValueError, RuntimeError, OSError):
            path = None
        if path is None or not url.startswith(ORIGIN) or not path.is_relative_to(self.root):
            self.refused.append(shown(url))
            raise PermissionError(shown(url))
        return path


def shown(url: str) -> str:
    """A URL as people are told it: a file of the project by its path there, anything else whole but short."""
    return url.removeprefix(ORIGIN)[:200]


def _data(url: str) -> URLFetcherResponse:
    with DataHandler().data_open(Request(url)) as reply:
        return _response(url, reply.read(), reply.headers.get_content_type())


def _response(url: str, content: bytes, media: str) -> URLFetcherResponse:
    from weasyprint.urls import URLFetcherResponse

    return URLFetcherResponse(url, content, {"Content-Type": media})
