"""Who signs a release, and how: several keys in order, one for each field that a document has ready."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import permutations
from pathlib import Path

from sopgen import regular, verify
from sopgen.diagnostic import SopgenError
from sopgen.model import Pejabat
from sopgen.release.signatory import Document, document
from sopgen.sign import Field, Key, Level, Timestamper, Trust, fields, seal, sign, vet
from sopgen.verify.document import judged
from sopgen.verify.person import matched
from sopgen.verify.trust import subject


@dataclass(frozen=True)
class Signatures:
    """Keys in the order of signing, the last that of who approves (`disahkan oleh`), and what they need.

    `clock` tells the present moment, with its time zone.
    """

    keys: tuple[Key, ...]
    level: Level
    clock: Callable[[], datetime.datetime] = field(repr=False)
    timestamper: Timestamper | None = None
    trust: Trust | None = None
    has_mark: bool = True

    def vet(self) -> None:
        """Raise SopgenError where a key is no good: expired, revoked, made for something else.

        Where servers are asked anyway, for a time stamp, revocation data are fetched, too.
        """
        for key in self.keys:
            vet(key, self.clock(), self.trust, fetch=self.is_checked)

    @property
    def is_checked(self) -> bool:
        """Whether it is asked if the certificates were revoked."""
        return self.trust is not None and self.level.has_time

    def ordered(self, files: Iterable[Path]) -> Signatures:
        """The same with the keys in the order in which their officials sign, where their names tell it.

        Options give keys of one kind before those of another, whoever signs first.
        """
        officials = next((tuple(document(path).places.values()) for path in files), ())
        orders = permutations(self.keys) if len(self.keys) == len(officials) else ()
        fit = (keys for keys in orders if all(map(_may_be, keys, officials)))
        return replace(self, keys=next(fit, self.keys))

    def refuse_others(self, files: Iterable[Path]) -> None:
        """Raise SopgenError where a key is not that of the official whom an SOP file names for its place."""
        for path in files:
            places = document(path).places
            if len(places) != len(self.keys):
                raise SopgenError(
                    f"{path}: dokumennya menyediakan {len(places)} tempat tanda tangan, tetapi ada "
                    f"{len(self.keys)} kunci. Sebut satu kunci untuk setiap penandatangan."
                )
            for key, official in zip(self.keys, places.values(), strict=True):
                answer, why = matched(subject(key.signer.signing_cert), official)
                if answer is verify.Answer.TIDAK:
                    raise SopgenError(f"Kunci ini bukan milik {official.jabatan} ({path}): {why}.")

    def approve(self, content: bytes, path: Path) -> bytes:
        """The PDF of an SOP file with a signature of each key, in order."""
        about = document(path)
        ready = {place.name: place for place in fields(content)}
        for key, name in zip(self.keys, about.places, strict=True):
            when = self.clock()
            content = sign(
                content,
                key,
                level=self.level,
                when=when,
                field=name,
                mark=_mark(about, ready[name], when) if self.has_mark and name in ready else None,
                timestamper=self.timestamper,
                trust=self.trust,
            )
        return content

    def seal(self, data: bytes) -> bytes:
        """The signature of who approves, over data."""
        return seal(data, self.keys[-1], when=self.clock(), timestamper=self.timestamper)


def _may_be(key: Key, official: Pejabat) -> bool:
    return matched(subject(key.signer.signing_cert), official)[0] is not verify.Answer.TIDAK


def _mark(about: Document, place: Field, when: datetime.datetime) -> bytes:
    from sopgen.mark import mark

    return mark(
        about.sop,
        about.unit,
        place.name,
        (place.width, place.height),
        digest=about.digest,
        when=when,
        templates=about.templates,
        logo=about.logo,
    )


def returned(
    folder: Path, trusted: verify.Trust, moment: datetime.datetime
) -> Callable[[bytes, Path], bytes]:
    """What takes the signed PDF of an SOP file from a folder where a service outside has put it.

    It raises SopgenError where there is none, it isn't what was built with something signed behind it, or
    the signature is bad or not that of the official whom the document names. What can't be known offline
    passes; without roots to trust, that is whether the signer is who the certificate says.
    """

    def approve(content: bytes, path: Path) -> bytes:
        file = folder / f"{path.stem}.pdf"
        if not regular.is_file(file):
            raise SopgenError(f"{file} tidak ada; letakkan di sana PDF {path.stem} yang ditandatangani.")
        signed = regular.read(file)
        if not signed.startswith(content):
            raise SopgenError(
                f"{file} bukan dokumen yang dibuat dari {path} sekarang: sumbernya sudah berubah, atau "
                "PDF-nya disimpan ulang oleh program lain."
            )
        if b"/ByteRange" not in signed[len(content) :]:
            raise SopgenError(f"{file} belum ditandatangani.")
        _refuse_bad(judged(file, str(file), trusted, moment))
        return signed

    return approve


def _refuse_bad(verdict: verify.Verdict) -> None:
    who, unchanged, *_ = verdict.questions
    wrong = [question.reason for question in (who, unchanged) if question.answer is verify.Answer.TIDAK]
    if wrong:
        raise SopgenError(f"{verdict.file} tidak dapat diterbitkan. {' '.join(wrong)}")
