"""Whatever a source says, the finished PDF and HTML say the same: random sources, built and read back."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from sopgen import batch

SEEDS = range(16)
"""Each a whole project of one SOP; add the seed of a failure found elsewhere."""

WORDS = re.findall(
    r"\S+",
    'warga laporan Bhabinkamtibmas surat & berkas <asli> kelurahan pertanggungjawaban 24-jam "Mitra" No. di '
    "ke dari R2/R4 a.n. e-mail (lengkap) 100% masyarakat's keamanan; ketertiban, peta/denah sidik-jari",
)
VERBS = ("Menyusun", "Memeriksa", "Mencatat", "Mengarsipkan", "Menerima", "Menyampaikan")
LABELS = (("Ya", "Tidak"), ("Lengkap", "Tidak lengkap"), ("Setuju", "Ditolak", "Perlu perbaikan"), ("Y", "T"))
TIMES = ("15 menit", "1-5 hari kerja", "2 jam/berkas", "sesuai kebutuhan", "1 x 24 jam", "")


def text(dice: random.Random, most: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most)))


def texts(dice: random.Random, most: int, longest: int) -> list[str]:
    return [text(dice, longest) for _ in range(dice.randint(0, most))]


def source(dice: random.Random) -> dict[str, Any]:
    """An SOP that no unit would write, but might."""
    rows, columns = dice.choice((1, 2, 5, 9, 14, 26)), dice.randint(1, 14)
    keys = [f"p{number}" for number in range(columns)]
    return {
        "nomor": f"SOP/{dice.randint(1, 99)}/XI/2026",
        "judul": f"Pelaksanaan {text(dice, 9)}",
        "status": dice.choice(("usulan", "berlaku", "dicabut")),
        "disahkan_oleh": dice.choice(("kapolres", {"jabatan": "Kepala Unit", "nama": "(Nama Kepala Unit)"})),
        "tanggal": {"pembuatan": "2026-11-02", "efektif": dice.choice(("2026-12-01", None))},
        **{box: [f"Butir {item}" for item in texts(dice, 6, 18)] for box in BOXES},
        "pelaksana": performers(dice, keys),
        "kegiatan": [row(dice, index, rows, keys) for index in range(rows)],
    }


BOXES = (
    "dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan_perlengkapan", "peringatan",
    "pencatatan_pendataan",
)  # fmt: skip


def performers(dice: random.Random, keys: list[str]) -> dict[str, Any]:
    """Names by key; with some luck the first ones are a group."""
    names = {key: f"{key.upper()} {text(dice, 4)}" for key in keys}
    if len(keys) < 4 or dice.random() < 0.6:
        return names
    return {"g": {"kelompok": "Satker Penerima", "anggota": dict(list(names.items())[:2])}} | dict(
        list(names.items())[2:]
    )


def row(dice: random.Random, index: int, rows: int, keys: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"k{index}",
        "uraian": f"{dice.choice(VERBS)} {text(dice, 16)}",
        "pelaksana": dice.choice(keys),
        "mutu_baku": {
            "kelengkapan": texts(dice, 3, 5), "waktu": dice.choice(TIMES), "output": texts(dice, 2, 5)
        },
        "keterangan": texts(dice, 1, 8),
    }  # fmt: skip
    if 0 < index < rows - 1:
        fate = dice.random()
        if fate < 0.3:
            labels = dice.choice(LABELS)
            others = dice.sample(
                [f"k{n}" for n in range(rows) if n != index + 1], k=min(len(labels) - 1, rows - 2)
            )
            found["keputusan"] = dict(zip(labels, ["lanjut", *others], strict=False))
        elif fate < 0.4 and len(keys) > 2:
            found["pelaksana"] = sorted(dice.sample(keys, 2), key=keys.index)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_printed_is_what_was_written(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    unit = {
        "nama": "Satbinmas Polres Contoh",
        "kop": ["KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH CONTOH", "RESOR CONTOH"],
        "alamat": "Jl. Contoh No. 1",
        "kota": "Kota Contoh",
        "kertas": dice.choice(("A4", "F4", "Legal", "Letter")),
        "pejabat": {"kapolres": {"jabatan": "Kapolres Contoh", "nama": "(Nama Kapolres)", "nrp": "76050001"}},
        "tampilan": {name: dice.random() < 0.5 for name in ("sampul", "satu_lembar", "nomor_kolom")},
    }
    home = tmp_path / "sop_sources"
    home.mkdir()
    (home / "unit.yaml").write_text(json.dumps({"satbinmas": unit}), "utf-8")
    (home / "acak.yaml").write_text(json.dumps(source(dice), ensure_ascii=False), "utf-8")
    (outcome,) = batch.build([home / "acak.yaml"], tmp_path / "build")
    told = "\n".join(f"{finding.place} {finding.code} {finding.message}" for finding in outcome.findings)
    assert outcome.state is batch.State.MADE, f"{outcome.message}{outcome.trace}\n{told[:2000]}"
