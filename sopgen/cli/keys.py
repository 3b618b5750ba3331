"""The options of keys, and the keys that they mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from sopgen.cli.choices import LEVELS, LEVELS_SHOWN
from sopgen.cli.secret import VARIABLE, Secrets
from sopgen.diagnostic import SopgenError
from sopgen.release.signing import Signatures


@dataclass(frozen=True)
class Keys:
    """What the options of keys say."""

    pkcs12: tuple[Path, ...]
    pem: tuple[tuple[Path, Path], ...]
    pkcs11: Path | None
    label: tuple[str, ...]
    token: str | None
    secrets: Secrets
    level: str | None
    tsa: str | None
    trust: tuple[Path, ...]
    mark: bool

    @property
    def are_given(self) -> bool:
        """Whether any key is named."""
        return bool(self.pkcs12 or self.pem or self.pkcs11)


_PATH = click.Path(path_type=Path)
_OPTIONS = (
    click.option(
        "--pkcs12",
        metavar="BERKAS",
        multiple=True,
        type=_PATH,
        help="Kunci PKCS#12 (.p12, .pfx); boleh berulang.",
    ),
    click.option(
        "--pem",
        metavar="KUNCI SERTIFIKAT",
        multiple=True,
        type=(_PATH, _PATH),
        help="Kunci dan sertifikat PEM; boleh berulang.",
    ),
    click.option("--pkcs11", metavar="MODUL", type=_PATH, help="Kunci di token, melalui modul PKCS#11 ini."),
    click.option("--label", metavar="LABEL", multiple=True, help="Label kunci di token; boleh berulang."),
    click.option("--token", metavar="NAMA", help="Nama token, bila ada beberapa."),
    click.option(
        "--passphrase-fd",
        metavar="N",
        type=click.IntRange(0),
        help=f"Baca frasa sandi dan PIN dari deskriptor berkas ini, satu baris satu kunci; selain itu dari "
        f"variabel {VARIABLE}, atau ditanyakan.",
    ),
    click.option(
        "--level",
        metavar=LEVELS_SHOWN,
        type=LEVELS,
        help="Tingkat PAdES; bawaan B-T bila ada --tsa, selain itu B-B.",
    ),
    click.option("--tsa", metavar="URL", help="Peladen stempel waktu (RFC 3161)."),
    click.option(
        "--trust",
        metavar="CA.pem",
        multiple=True,
        type=_PATH,
        help="Sertifikat akar yang dipercaya; boleh berulang.",
    ),
    click.option(
        "--mark/--no-mark", default=True, show_default=True, help="Tanda yang tampak di kotak Disahkan oleh."
    ),
)


def key_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of keys; it gets them as one `keys`."""

    def gathered(*arguments: Any, **options: Any) -> int:
        options["secrets"] = Secrets(options.pop("passphrase_fd"))
        told = {part.name: options.pop(part.name) for part in fields(Keys)}
        return command(*arguments, **options, keys=Keys(**told))

    gathered.__doc__ = command.__doc__
    gathered.__dict__.update(getattr(command, "__dict__", {}))
    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered


@contextmanager
def opened(keys: Keys) -> Iterator[Signatures]:
    """The keys that the options mean, opened and found good; tokens are let go of at the end.

    Secrets are asked for in the order of the keys: PKCS#12, PEM, then those on a token. Raises SopgenError
    where a key can't be opened or used.
    """
    from sopgen import sign

    _refuse_half(keys)
    secrets = keys.secrets
    level = sign.Level(keys.level or ("B-T" if keys.tsa else "B-B"))
    with ExitStack() as open_:
        found = [sign.pkcs12(path, secrets.next(f"frasa sandi {path}")) for path in keys.pkcs12]
        found += [sign.pem(key, known, secrets.next(f"frasa sandi {key}")) for key, known in keys.pem]
        for label in keys.label:
            assert keys.pkcs11
            key = sign.pkcs11(keys.pkcs11, label, secrets.next(f"PIN token untuk {label}"), keys.token)
            found.append(open_.enter_context(key))
        signatures = Signatures(
            tuple(found),
            level,
            lambda: datetime.datetime.now().astimezone(),
            sign.Timestamper(keys.tsa) if keys.tsa else None,
            sign.Trust.read(keys.trust) if keys.trust else None,
            keys.mark,
        )
        signatures.vet()
        yield signatures


def _refuse_half(keys: Keys) -> None:
    """Raise SopgenError where options lack what they need."""
    if keys.pkcs11 and not keys.label:
        raise SopgenError("--pkcs11 memerlukan --label: label kunci di token.")
    if keys.label and not keys.pkcs11:
        raise SopgenError("--label memerlukan --pkcs11: modul token.")
    if keys.level in ("B-T", "B-LT", "B-LTA") and not keys.tsa:
        raise SopgenError(f"--level {keys.level} memerlukan --tsa: alamat peladen stempel waktu.")
    if keys.level in ("B-LT", "B-LTA") and not keys.trust:
        raise SopgenError(f"--level {keys.level} memerlukan --trust: sertifikat akar yang dipercaya.")
