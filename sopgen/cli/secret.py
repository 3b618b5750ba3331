"""Passphrases and PINs: never by argument, where lists of processes and histories of shells have them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from sopgen.diagnostic import SopgenError

VARIABLE = "SOPGEN_PASSPHRASE"


class Secrets:
    """Secrets in the order in which they are asked for; one that is given alone serves every key.

    They come from a file descriptor, a line each, else from the environment, else from whom sits at the
    terminal. The environment is cleared of them at once: no process that is started later inherits them.
    """

    def __init__(self, descriptor: int | None) -> None:
        told = os.environ.pop(VARIABLE, None)
        self._given = _lines(descriptor) if descriptor is not None else told and told.splitlines()
        self._asked = 0

    def next(self, what: str) -> Callable[[], str]:
        """What gets the next secret, the first time that it is needed."""
        turn = self._asked
        self._asked += 1

        def ask() -> str:
            if self._given is None:
                return _prompted(what)
            if len(self._given) > 1 and turn >= len(self._given):
                raise SopgenError(f"Belum diberikan: {what}; tulis satu baris untuk setiap kunci.")
            return self._given[turn] if len(self._given) > 1 else "".join(self._given)

        return ask

    def __repr__(self) -> str:
        return "Secrets()"


def _lines(descriptor: int) -> list[str]:
    try:
        with os.fdopen(descriptor, encoding="utf-8") as stream:
            return stream.read().splitlines()
    except (OSError, ValueError):
        raise SopgenError(f"--passphrase-fd {descriptor} tidak dapat dibaca.") from None


def _prompted(what: str) -> str:
    if not sys.stdin.isatty():
        raise SopgenError(
            f"Diperlukan {what}, tetapi tidak ada terminal untuk menanyakannya. "
            f"Isi variabel {VARIABLE}, atau pakai --passphrase-fd."
        )
    question = what[0].upper() + what[1:]
    secret: str = click.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return secret
