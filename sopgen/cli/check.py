"""`sopgen check`."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopgen import inspection, report
from sopgen.assets import version
from sopgen.cli.choices import SEVERITIES, fail_on, form, jobs, to_file, today
from sopgen.cli.delivery import deliver
from sopgen.diagnostic import Severity, SopgenError
from sopgen.inspection import Inspected
from sopgen.project import sources

if TYPE_CHECKING:
    from sopgen.rule import Rule

_OF_WAIVERS = ("KEC-01", "KEC-02")


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(code.strip().upper() for part in value for code in part.split(",") if code.strip())
    )


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Memeriksa SOP terhadap Permenpan RB 35/2012.",
    epilog="Contoh: sopgen check; sopgen check sop_sources/deteksi-dini.yaml --ignore BHS --fail-on warning.",
)
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@form(["text", "json", "sarif", "junit", "github"])
@click.option(
    "--select", metavar="KODE,...", multiple=True, callback=_codes, help="Hanya aturan atau keluarga ini."
)
@click.option(
    "--ignore", metavar="KODE,...", multiple=True, callback=_codes, help="Tanpa aturan atau keluarga ini."
)
@fail_on
@today("Hari pemeriksaan; bawaan hari ini.")
@to_file("Berkas laporan; bila tidak ditulis, laporannya tampil di layar.")
@jobs
@click.option("--no-cache", is_flag=True, help="Periksa semuanya, juga yang tidak berubah.")
def check(
    paths: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    today: datetime.date,
    out: Path | None,
    jobs: int,
    no_cache: bool,
) -> int:
    """Memeriksa BERKAS atau FOLDER sumber terhadap pedoman; tanpa masukan: seluruh folder sop_sources/.

    Tiap temuan menyebut tempatnya, kodenya, dan sarannya; sopgen explain KODE menerangkan aturannya. Sebuah
    SOP dapat dikecualikan dari sebuah aturan dengan kecuali: {KODE: alasan} di berkasnya.
    Kode akhir: 0 bersih, 1 ada temuan setingkat --fail-on atau lebih, 2 tidak dapat bekerja, 3 kesalahan
    program.
    """
    _refuse_unknown((*select, *ignore))
    results = inspection.inspect(
        sources(paths),
        today=today,
        workers=jobs,
        cache=None if no_cache else inspection.MEMORY,
    )
    account = _account(inspection.narrowed(results, select, ignore), form, SEVERITIES[fail_on])
    deliver(_rendered(account, form), out)
    return 1 if account.has_failed else 0


def _refuse_unknown(names: Collection[str]) -> None:
    """Say which of the codes nobody has."""
    if not names:
        return
    from difflib import get_close_matches

    from sopgen.rules import BY_CODE

    codes = {*BY_CODE, *_OF_WAIVERS}
    known = codes | {code.partition("-")[0] for code in codes}
    for name in names:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
            hint = f" Maksud Anda {near[0]}?" if near else ""
            raise SopgenError(f"Tidak ada aturan atau keluarga {name}.{hint} Lihat sopgen explain.")


def _account(results: Sequence[Inspected], form: str, threshold: Severity) -> report.Account:
    return report.Account(
        files=tuple(str(result.path) for result in results),
        findings=tuple(finding for result in results for finding in result.findings),
        excused=tuple(excused for result in results for excused in result.waived),
        rules=_rules() if form in ("json", "sarif") else {},
        threshold=threshold,
    )


def _rules() -> Mapping[str, Rule]:
    from sopgen.rules import BY_CODE

    return BY_CODE


def _rendered(account: report.Account, form: str) -> str:
    if form == "text":
        lines = (*report.text(account.findings), *report.excused(account.excused), report.summary(account))
        return "".join(f"{line}\n" for line in lines)
    if form == "sarif":
        from sopgen.report.sarif import sarif

        return sarif(account, version())
    render = getattr(importlib.import_module(f"sopgen.report.{form}"), form)
    return str(render(account))
