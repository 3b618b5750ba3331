"""What every test may ask for: golden files, and a hypothesis profile without a stopwatch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.authority import Authority
    from tests.authority.token import Token

TESTS = Path(__file__).resolve().parent

# The machines of CI are slow at moments of their own choosing.
settings.register_profile("sopgen", deadline=None)
settings.load_profile("sopgen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites the goldens; `git diff` then shows what changed."""
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("pages/minimal.html", text)` holds the text against that file under tests/."""
    update: bool = request.config.getoption("--update")

    def compare(name: str, text: str) -> None:
        file = TESTS / name
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"tests/{name} is missing: pytest --update writes it"
        with file.open(encoding="utf-8", newline="") as stream:
            assert stream.read() == text

    return compare


@pytest.fixture
def standing_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """`standing_in(folder)` makes it the working directory, as for a run of its own.

    What sopgen remembers for the length of a run is forgotten: `sop_sources` is another folder now.
    """

    from tests.afresh import forget

    def stand(folder: Path) -> None:
        monkeypatch.chdir(folder)
        forget()

    yield stand
    forget()


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of a Chromium that can print and take pictures; without one the test is skipped."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return found or pytest.skip("no browser: install chromium (Debian) or google-chrome (Ubuntu)")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """A certificate authority; its OCSP responder, CRLs and time stamp server answer while tests run."""
    from tests.authority import served

    with served(tmp_path_factory.mktemp("otoritas")) as made:
        yield made


@pytest.fixture(scope="session")
def token(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Token:
    """A token with the keys `kapolres` (ECDSA) and `kasat` (RSA); without SoftHSM the test is skipped."""
    from tests.authority import token as softhsm

    folder = tmp_path_factory.mktemp("token")
    found = softhsm.made(folder, authority, ("kapolres", "kasat"))
    return found or pytest.skip("no SoftHSM: install softhsm2")
