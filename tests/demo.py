"""`make release`: the whole way from sources to a verdict, with an authority made for it and thrown away."""

from __future__ import annotations

import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.authority import Authority, served

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "percobaan"

OPENING = """\
PERCOBAAN penerbitan dari awal sampai akhir.
Otoritas sertifikat, penjawab OCSP, dan peladen stempel waktu di bawah ini dibuat sekarang, hanya menjawab di
komputer ini, dan dibuang sesudahnya beserta semua kuncinya. Tanda tangannya TIDAK SAH untuk dinas."""
CLOSING = """
Hasil percobaan ada di {out}; buka index.html dan PDF-nya. Hapus bila sudah dilihat: jangan diedarkan.
Penerbitan yang sungguhan memakai kunci pejabat: lihat docs/panduan.md, bagian Menerbitkan."""


def main(out: Path, only: str = "*") -> int:
    """Go all the way with the SOPs of a name; the exit code of the first step that goes astray, else 0."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    print(OPENING)
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="sopgen-percobaan-") as place:
        project = Path(place) / "proyek"
        with served(Path(place) / "otoritas") as authority:
            return _steps(project, authority, out, only)


def _steps(project: Path, authority: Authority, out: Path, only: str) -> int:
    step(1, "Sumber yang ada sekarang belum boleh terbit, dan sopgen mengatakan sebabnya.")
    run(ROOT, "release", "--unsigned", "--out", str(out), "--dry-run", expected=1, last=2)
    step(
        2,
        "Salinannya dianggap sudah disahkan: SOP 2019 ditinggalkan, status: usulan menjadi berlaku, dan\n"
        "   pejabat diisi data percobaan. Berkas aslinya tidak disentuh.",
    )
    prepare(project, only)
    run(project, "check", last=1)
    step(3, "Diterbitkan dengan tanda tangan tingkat B-LTA: stempel waktu dan bukti jangka panjang.")
    holder = authority.holder("kapolres")
    key = ("--pkcs12", str(holder.pkcs12), "--level", "B-LTA", "--tsa", authority.tsa)
    release = ("release", "--out", str(out), *key, "--trust", str(authority.root))
    run(project, *release, secret=holder.passphrase)
    step(4, "Terbitan tidak pernah ditimpa.")
    print("   $ (perintah yang sama)")
    run(project, *release, secret=holder.passphrase, expected=2, is_told=False)
    step(5, "Siapa pun dapat memeriksanya, juga tanpa sopgen.")
    told(["sha256sum", "--check", "--quiet", "SHA256SUMS"], out)
    seal = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s"]
    told([*seal, "-content", "manifest.json", "-CAfile", str(authority.root), "-out", os.devnull], out)
    step(6, "sopgen verify menjawab: benarkah ini dokumen yang disahkan.")
    unit = ("--unit", "sop_sources/unit.yaml")
    run(project, "verify", str(out), "--trust", str(authority.root), *unit, "--register", str(out))
    step(7, "Dan dari sumber di dalam PDF, dokumennya dapat dibuat lagi sampai byte terakhir.")
    run(project, "verify", str(out), "--rebuild")
    print(CLOSING.format(out=out))
    return 0


def step(number: int, text: str) -> None:
    """A heading."""
    print(f"\n{number}. {text}", flush=True)


def prepare(project: Path, only: str) -> None:
    """A copy of the sources as they may be once they are approved."""
    sources = project / "sop_sources"
    shutil.copytree(ROOT / "sop_sources", sources)
    for file in sources.glob("*.yaml"):
        is_shared = file.name in ("unit.yaml", "peraturan.yaml")
        if not is_shared and (file.stem == "bhabinkamtibmas-2019" or not file.match(f"{only}.yaml")):
            file.unlink()
    for file in sources.glob("*.yaml"):
        text = file.read_text("utf-8")
        text = re.sub(r"^status: usulan$", "status: berlaku", text, flags=re.MULTILINE)
        text = text.replace("(Nama Kapolres)", "Pejabat Percobaan").replace('"00000000"', '"78010001"')
        file.write_text(text, "utf-8")


def run(
    folder: Path, *arguments: str, secret: str = "", expected: int = 0, last: int = 0, is_told: bool = True
) -> None:
    """Run sopgen in a folder; of what it says only the `last` lines, where not all are of use here."""
    if is_told:
        print("   $ sopgen", shlex.join(arguments), flush=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"SOPGEN_PASSPHRASE": secret} if secret else {})
    told([sys.executable, "-m", "sopgen", *arguments], folder, environment, expected, last, is_shown=True)


def told(
    command: list[str],
    folder: Path,
    environment: dict[str, str] | None = None,
    expected: int = 0,
    last: int = 0,
    *,
    is_shown: bool = False,
) -> None:
    """Run a program, show what it says, and end here where its exit code is another than expected."""
    if not is_shown:
        print("   $", shlex.join(command), flush=True)
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    print("".join(f"     {line}\n" for line in lines[-last:]), end="", flush=True)
    if done.returncode != expected:
        print(f"   Kode akhir {done.returncode}, seharusnya {expected}. Percobaan dihentikan.")
        sys.exit(done.returncode or 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]) if len(sys.argv) > 1 else main(OUT))
