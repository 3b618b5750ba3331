"""`sopgen release`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from sopgen import report
from sopgen.bahasa import tanggal
from sopgen.batch import Outcome, State
from sopgen.cli.choices import day, jobs
from sopgen.cli.delivery import say
from sopgen.cli.keys import Keys, key_options, opened
from sopgen.cli.progress import meter
from sopgen.diagnostic import SopgenError, printable
from sopgen.model import Status
from sopgen.project import sources
from sopgen.release import MANIFEST, Approve, Order, Plan, contents, origin, plan, previous, refuse_taken
from sopgen.release import release as make
from sopgen.release.signing import Signatures, returned
from sopgen.verify import authorities

_BSRE = """\
Bidang tanda tangan di kotak "Disahkan oleh" sudah siap. Dengan layanan BSrE:
  1. Unggah PDF dari {out} apa adanya; jangan dicetak, digabung, atau disimpan ulang dengan program lain.
  2. Minta tanda tangan pada bidang bernama {field}, bila layanan menanyakan letaknya.
  3. Simpan hasilnya di folder lain dengan nama yang sama, lalu periksa: sopgen verify FOLDER --trust CA.pem
  4. Terbitkan yang sudah ditandatangani: sopgen release --out FOLDER --signed FOLDER-HASIL
manifest.json mencatat sidik setiap PDF sebelum ditandatangani; isi yang berubah akan ketahuan."""

_UNCHECKED = "catatan: apakah sertifikatnya dicabut tidak diperiksa; itu memerlukan --tsa dan --trust."


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menerbitkan: membuat, menandatangani, dan mendaftar SOP secara utuh.",
    epilog="Contoh: sopgen release --out terbitan/2026-11 --pkcs12 kapolres.p12 --level B-T --tsa URL; "
    "sopgen release --out terbitan/2026-11 --unsigned.",
)
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder terbitan; harus belum ada.",
)
@click.option("--unsigned", is_flag=True, help="Tanpa tanda tangan, misalnya untuk layanan BSrE.")
@click.option(
    "--signed",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Pakai PDF yang sudah ditandatangani di luar dari folder ini; kunci hanya untuk menyegel manifest.",
)
@click.option(
    "--previous",
    "former",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Terbitan sebelumnya; manifest.json mencatat edisi mana yang digantikan.",
)
@click.option(
    "--with-proposals",
    is_flag=True,
    help="Terbitkan juga SOP berstatus usulan; PDF-nya tidak ditandatangani.",
)
@click.option("--dry-run", is_flag=True, help="Tampilkan yang akan terjadi; tidak menulis apa pun.")
@click.option("--today", metavar="TANGGAL", callback=day, help="Hari pemeriksaan; bawaan hari ini.")
@jobs
@key_options
def release(
    paths: tuple[Path, ...],
    out: Path,
    unsigned: bool,
    signed: Path | None,
    former: Path | None,
    with_proposals: bool,
    dry_run: bool,
    today: datetime.date,
    jobs: int,
    keys: Keys,
) -> int:
    """Menerbitkan BERKAS atau FOLDER sumber ke sebuah folder baru; tanpa masukan: seluruh sop_sources/.

    Ditolak selama sopgen check menemukan kesalahan yang tidak dikecualikan dengan alasan. Folder terbitan
    jadi seluruhnya atau tidak sama sekali, dan tidak pernah ditimpa.
    Kode akhir: 0 terbit, 1 ditolak, 2 tidak dapat bekerja, 3 kesalahan program.
    """
    if unsigned == (keys.are_given or signed is not None):
        raise SopgenError(
            "Pilih salah satu: kunci (--pkcs12, --pem, atau --pkcs11), --signed, atau --unsigned."
        )
    files = sources(paths)
    refuse_taken(out)
    followed = previous(former, datetime.datetime.now(datetime.UTC)) if former else None
    planned = plan(files, today=today, workers=jobs)
    if _is_refused(planned, with_proposals):
        return 1
    with ExitStack() as open_:
        signatures = open_.enter_context(opened(keys)) if keys.are_given else None
        if signatures and not signed:
            signatures = signatures.ordered(planned.to_sign)
            signatures.refuse_others(planned.to_sign)
        order = Order(
            planned,
            out,
            origin(files),
            approve=_outside(signed, keys) if signed else signatures.approve if signatures else None,
            seal=signatures.seal if signatures else None,
            previous=followed,
            workers=jobs,
        )
        told = _signers(order, signatures, signed)
        return _foretold(order, told) if dry_run else _made(order, told)


def _outside(folder: Path, keys: Keys) -> Approve:
    """The documents that were signed outside, judged by the authorities that --trust names."""
    return returned(folder, authorities(keys.trust), datetime.datetime.now(datetime.UTC))


def _is_refused(planned: Plan, with_proposals: bool) -> bool:
    """Say what stands against a release."""
    for line in report.text(planned.errors):
        say(line, err=True)
    proposals = () if with_proposals else planned.with_status(Status.USULAN)
    if planned.errors:
        counted = report.counted(planned.errors)
        say(
            f"Tidak diterbitkan: {counted}. Perbaiki, atau kecualikan dengan alasannya "
            "(kecuali: di berkas SOP).",
            err=True,
        )
    if proposals:
        say(
            f"Tidak diterbitkan: masih usulan: {', '.join(map(str, proposals))}. Ubah status: menjadi "
            "berlaku bila SOP akan disahkan, atau pakai --with-proposals untuk mengedarkan usulan.",
            err=True,
        )
    return bool(planned.errors or proposals)


def _signers(order: Order, signatures: Signatures | None, signed: Path | None) -> str:
    """Who signs what."""
    keys = signatures.keys if signatures else ()
    names = ", lalu ".join(
        f"{key.name} ({key.algorithm}, berlaku sampai {tanggal(key.valid_to.date())})" for key in keys
    )
    count = f"{len(order.approved)} PDF"
    if signed:
        seal = f"; {MANIFEST} ditandatangani oleh {names}" if names else f"; {MANIFEST} tanpa tanda tangan"
        return f"Tanda tangan pada {count} dari {signed}{seal}."
    if signatures:
        checked = "" if signatures.is_checked else f"\n{_UNCHECKED}"
        return f"Ditandatangani {signatures.level} oleh {names}: {count}, dan {MANIFEST}.{checked}"
    return "Tanpa tanda tangan."


def _foretold(order: Order, told: str) -> int:
    """Tell what a run without --dry-run would do."""
    say(f"Akan ditulis ke {order.out}, seluruhnya atau tidak sama sekali:")
    for name in contents(order):
        say(f"  {name}")
    say(*told.splitlines())
    _tell_origin(order)
    say(f"{_counted(order)}. Tidak ada yang ditulis.")
    return 0


def _made(order: Order, told: str) -> int:
    """Release, and tell how it went; the exit code."""
    with meter("Menerbitkan", len(order.plan.files) + len(order.approved)) as shown:

        def step(text: str) -> None:
            shown.advance(text)
            if not shown.is_bar:
                shown.say(text)

        made = make(order, step)
    if made.failed:
        return _refusal(made.failed)
    for note in made.notes:
        say(f"catatan: {note}", err=True)
    _tell_origin(order)
    say(f"{_counted(order)}; terbit di {order.out}, {len(made.files)} berkas.")
    say(*told.splitlines())
    if order.approve is None and order.plan.with_status(Status.BERLAKU):
        from sopgen.pdf import FIELD

        say(*_BSRE.format(out=printable(str(order.out)), field=FIELD).splitlines())
    return 0


def _counted(order: Order) -> str:
    planned = order.plan
    told = [f"{len(found)} {status}" for status in Status if (found := planned.with_status(status))]
    return f"{len(planned.files)} SOP: {', '.join(told)}"


def _tell_origin(order: Order) -> None:
    if order.origin.is_dirty:
        say("catatan: ada sumber yang belum di-commit; manifest.json mencatatnya.", err=True)


def _refusal(failed: Sequence[Outcome]) -> int:
    """Say what could not be built, and so was not released."""
    for outcome in failed:
        for line in report.text(outcome.findings):
            say(line, err=True)
        reason = f": {outcome.message}" if outcome.message else ""
        say(f"{outcome.path}: {outcome.state}{reason}", err=True)
        if outcome.trace:
            say(*outcome.trace.splitlines(), err=True)
    say("Tidak diterbitkan: ada dokumen yang tidak jadi. Tidak ada yang ditulis.", err=True)
    return 3 if any(outcome.state is State.CRASHED for outcome in failed) else 1
