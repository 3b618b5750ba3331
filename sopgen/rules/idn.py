"""The identity sheet: its labels, number, dates, and who approves."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from sopgen import bahasa
from sopgen.blanks import has_open_part, is_empty, is_stand_in
from sopgen.cetakan import CETAKAN, Letak
from sopgen.diagnostic import Severity
from sopgen.model import Pejabat, Status, Tanggal
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable
from sopgen.rules.labels import is_among, is_compound, is_slip, labels, variants
from sopgen.rules.tables import pairs
from sopgen.unit import Profil

_IDENTITY = "Lampiran, bagian identitas"


def _item(number: int) -> Basis:
    return Basis(f"{_IDENTITY}, butir {number}", (Certainty.NEAR_VERBATIM,))


def _milder(subject: Subject) -> Severity | None:
    """What is still open in a draft is only noted."""
    return INFO if subject.sop.status is Status.USULAN else None


_UNREAD = 5
"""Where so many labels are not found, the sheet was probably read badly; fewer are missing."""


@rule(
    "IDN-01",
    severity=ERROR,
    basis=Basis(f"{_IDENTITY}, butir 1 sampai 13", (Certainty.NEAR_VERBATIM,)),
    bad="sampul: {judul: Pelaksanaan Sambang Warga, tahun: 2026}\n_tak_tampak: [peringatan]",
    good="sampul: {judul: Pelaksanaan Sambang Warga, tahun: 2026}\n_tak_tampak: [jenis]",
)
def item_missing(subject: Subject) -> Iterator[Fault]:
    """Butir identitas tidak ada di lembar identitas.

    Lembar identitas terdiri atas 13 butir, masing-masing dengan labelnya. Dokumen yang disusun sopgen selalu
    memuat semuanya; butir yang kosong diperiksa oleh aturannya sendiri. Dokumen dari tempat lain dapat
    kehilangan satu butir: itulah yang dicari di sini. Bila labelnya hampir tidak ada yang terbaca, lembarnya
    tidak dinilai.
    """
    expected = [key for key in pairs("label-identitas") if not key.startswith("tanggal_")]
    told = _labelled(subject)
    missing = [key for key in (*expected, "tanggal") if key in subject.unseen - told]
    if told and "tanggal" not in missing and "tanggal_revisi" not in told:
        missing.append("tanggal_revisi")
    for key in missing if len(missing) < _UNREAD else ():
        name = labels()[key][0] if key in labels() else "Tanggal Pembuatan, Revisi, dan Efektif"
        yield Fault(
            (key,),
            f"Lembar identitas tidak memuat {name}; menyimpang dari pedoman.",
            f"Tambahkan butir dengan label {name}.",
        )


def _labelled(subject: Subject) -> frozenset[str]:
    """The items whose label a document shows, also where it cuts off what belongs to it."""
    found = frozenset(subject.cetakan.label if subject.cetakan else ())
    return found | {"tanggal"} if any(key.startswith("tanggal_") for key in found) else found


@rule(
    "IDN-02",
    severity=ERROR,
    basis=Basis(f"{_IDENTITY}, butir 1 sampai 13", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    needs=("label",),
    bad="label: {kualifikasi_pelaksana: KLARIFIKASI PELAKSANA}",
    good="label: {kualifikasi_pelaksana: KUALIFIKASI PELAKSANAAN, tanggal_efektif: Tgl. Pengesahan}",
)
def label_of_the_sheet(subject: Subject) -> Iterator[Fault]:
    """Label lembar identitas keliru atau tidak baku.

    Label yang keliru adalah kesalahan ("Klarifikasi Pelaksana"); label lain yang searti hanya dicatat
    ("Referensi" untuk Dasar Hukum).
    """
    for key in pairs("label-identitas"):
        text = getattr(subject.sop.label, key)
        names = labels()[key]
        if not text or is_among(text, names):
            continue
        path, hint = ("label", key), f"Tulis {names[0]}, atau hapus label ini."
        if is_among(text, variants(key)) or is_compound(text, (*names, *variants(key))):
            yield Fault(path, f'Label "{text}" bukan label baku; yang baku {names[0]}.', hint, INFO)
        elif any(is_slip(text, name) for name in names):
            yield Fault(path, f'Label "{text}" keliru; yang baku {names[0]}.', hint)
        else:
            yield Fault(path, f'Label "{text}" menyimpang dari pedoman; yang baku {names[0]}.', hint, WARNING)


_PAIRS = (
    ("dasar_hukum", "kualifikasi_pelaksana"),
    ("keterkaitan", "peralatan_perlengkapan"),
    ("peringatan", "pencatatan_pendataan"),
)
_LEVEL = 14.0
"""Labels of one pair stand no farther apart in height, pt."""


@rule(
    "IDN-03",
    severity=INFO,
    basis=Basis("Lampiran, Gambar 3", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    needs=(CETAKAN,),
    bad="""
_cetakan:
  label:
    tanggal_revisi: {x: 400, y: 80}
    dasar_hukum: {x: 600, y: 200}
    kualifikasi_pelaksana: {x: 100, y: 200}
""",
    good="""
_cetakan:
  label:
    tanggal_revisi: {x: 400, y: 80}
    dasar_hukum: {x: 100, y: 200}
    kualifikasi_pelaksana: {x: 600, y: 200}
""",
)
def boxes_not_paired(subject: Subject) -> Iterator[Fault]:
    """Kotak-kotak identitas tidak berpasangan menurut contoh.

    Kiri: Dasar Hukum, Keterkaitan, Peringatan. Kanan: Kualifikasi Pelaksana, Peralatan/Perlengkapan,
    Pencatatan dan Pendataan. Dalam dokumen yang disusun sopgen templatlah yang menetapkannya.
    """
    found = subject.cetakan.label if subject.cetakan else {}
    pairs_ = [(left, right) for left, right in _PAIRS if {left, right} <= found.keys() - subject.unseen]
    wrong = [(left, right) for left, right in pairs_ if not _are_beside(found[left], found[right])]
    lefts = [found[left] for left, _ in pairs_]
    shuffled = lefts != sorted(lefts, key=lambda place: (place.halaman, place.y))
    if wrong or shuffled:
        at, other = wrong[0] if wrong else pairs_[0]
        yield Fault(
            (at,),
            f"Kotak {labels()[at][0]} dan {labels()[other][0]} tidak bersebelahan seperti dalam contoh."
            if wrong
            else "Urutan kotak identitas lain daripada dalam contoh.",
            "Kiri: Dasar Hukum, Keterkaitan, Peringatan. Kanan: Kualifikasi Pelaksana, "
            "Peralatan/Perlengkapan, Pencatatan dan Pendataan.",
        )


def _are_beside(left: Letak, right: Letak) -> bool:
    return left.halaman == right.halaman and left.x < right.x and abs(left.y - right.y) <= _LEVEL


@rule(
    "IDN-04",
    severity=ERROR,
    basis=_item(1),
    bad="_unit: {nama: ''}",
    good="_unit: {nama: Satbinmas Polres Contoh}",
)
def unit_nameless_or_without_logo(subject: Subject) -> Iterator[Fault]:
    """Nama unit atau logonya tidak ada.

    Butir pertama identitas adalah logo dan nama unit yang menyusun SOP. Tanpa nama tidak diketahui SOP siapa;
    logo yang belum ada adalah peringatan, dan dalam usulan catatan saja.
    """
    if subject.unit is None:
        return
    if is_empty(subject.unit.nama) or is_stand_in(subject.unit.nama):
        yield Fault(
            ("unit",),
            "Nama unit penyusun SOP belum ada; menyimpang dari pedoman.",
            "Isi nama unit ini di unit.yaml, misalnya nama: Satbinmas Polres Gorontalo Kota.",
        )
    if not subject.unit.logo:
        yield Fault(
            ("unit",),
            f"Logo {subject.unit.nama or 'unit'} belum ada; menyimpang dari pedoman.",
            "Simpan berkas logo di samping unit.yaml, lalu isi logo: logo.svg pada unit ini.",
            _milder(subject) or WARNING,
        )


@rule(
    "IDN-05",
    severity=ERROR,
    basis=_item(2),
    needs=("nomor",),
    bad="nomor: SOP/ /XI/2026",
    good="nomor: SOP/07/XI/2026",
)
def number_missing(subject: Subject) -> Iterator[Fault]:
    """Nomor SOP kosong atau belum lengkap.

    Nomor diberikan menurut tata naskah dinas yang berlaku pada unit. Dalam usulan, nomor yang belum diberikan
    hanya dicatat.
    """
    number = subject.sop.nomor
    if number is None or is_empty(number):
        yield Fault(("nomor",), "Nomor SOP kosong.", "Contoh: nomor: SOP/07/XI/2026.", _milder(subject))
    elif has_open_part(number):
        yield Fault(
            ("nomor",),
            f'Nomor "{number}" belum lengkap.',
            "Isi bagian yang kosong; contoh: SOP/07/XI/2026.",
            _milder(subject),
        )


@rule(
    "IDN-06",
    severity=ERROR,
    basis=Basis("Praktik Biro Organisasi Provinsi Sumatera Barat, register SOP", (Certainty.SINGLE,)),
    requires=("IDN-05",),
    needs=("nomor",),
    bad="_lain: {deteksi-dini: {judul: Pelaksanaan Deteksi Dini, nomor: SOP / 07 / XI / 2026}}",
    good="_lain: {deteksi-dini: {judul: Pelaksanaan Deteksi Dini, nomor: SOP/08/XI/2026}}",
)
def number_taken(subject: Subject) -> Iterator[Fault]:
    """Nomor SOP dipakai dua kali.

    Satu nomor satu SOP. SOP yang sudah dicabut boleh bernomor sama dengan penggantinya, dan nomor milik unit
    lain tidak dibandingkan.
    """
    own = subject.sop
    if own.status is Status.DICABUT:
        return
    others = [
        f"{name} ({other.judul or 'tanpa judul'})"
        for name, other in subject.siblings.items()
        if _compact(other.nomor) == _compact(own.nomor)
        and other.unit == own.unit
        and other.status is not Status.DICABUT
    ]
    if others:
        yield Fault(
            ("nomor",),
            f'Nomor "{own.nomor}" juga dipakai {"; ".join(others)}.',
            "Beri setiap SOP nomor yang belum terpakai.",
        )


def _compact(number: str | None) -> str:
    return re.sub(r"\s+", "", number or "").upper()


def _day(date: Tanggal | None) -> datetime.date | None:
    """The day that a date means, also where it is only written out; None where there is no such day."""
    if date is None or date.tanggal:
        return date.tanggal if date else None
    parts = bahasa.baca_tanggal(date.tertulis or "")
    try:
        return datetime.date(*parts) if parts else None
    except ValueError:
        return None


_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-./ ]\s*(?:\d{1,2}|[^\W\d_]{3,9})\s*[-./ ]\s*\d\d")


def _is_date(date: Tanggal | None) -> bool:
    """Whether it has the form of a full date; whether there is such a day is another question (IDN-14)."""
    text = date.tertulis or "" if date else ""
    return bool(date and date.tanggal) or bool(
        bahasa.baca_tanggal(text) or _SHORT_YEAR.fullmatch(text.strip())
    )


def _date_fault(subject: Subject, field: str, name: str, meaning: str) -> Iterator[Fault]:
    """The fault of a date that has to be there."""
    date: Tanggal | None = getattr(subject.sop.tanggal, field)
    path, hint = ("tanggal", field), f"Tulis {meaning}, misalnya {field}: 2026-11-02."
    if date is None or (date.tanggal is None and is_empty(date.tertulis)):
        yield Fault(path, f"{name} kosong; menyimpang dari pedoman.", hint, _milder(subject))
    elif not _is_date(date):
        yield Fault(path, f'{name} "{date.tertulis}" bukan tanggal lengkap; menyimpang dari pedoman.', hint)


@rule(
    "IDN-08",
    severity=ERROR,
    basis=_item(3),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: {tertulis: November 2026}, revisi: , efektif: 2026-12-01}",
    good="tanggal: {pembuatan: {tertulis: 02 November 2026}, revisi: , efektif: 2026-12-01}",
)
def no_date_of_making(subject: Subject) -> Iterator[Fault]:
    """Tanggal Pembuatan kosong atau bukan tanggal lengkap.

    Tanggal pembuatan adalah "tanggal selesainya SOP AP dibuat bukan tanggal dimulainya".
    """
    yield from _date_fault(subject, "pembuatan", "Tanggal Pembuatan", "tanggal SOP selesai dibuat")


@rule(
    "IDN-09",
    severity=ERROR,
    basis=Basis(f"{_IDENTITY}, butir 4", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: 2026-11-02, revisi: {tertulis: '01'}, efektif: 2026-12-01}",
    good="tanggal: {pembuatan: 2026-11-02, revisi: {tertulis: '-'}, efektif: 2026-12-01}",
)
def revision_not_a_date(subject: Subject) -> Iterator[Fault]:
    """Tanggal Revisi bukan tanggal.

    Tanggal revisi adalah tanggal SOP "direvisi atau tanggal rencana ditinjau ulangnya", bukan nomor revisi.
    Edisi pertama membiarkannya kosong atau bergaris. Tanggal yang kosong padahal sudah ada revisi diperiksa
    SKL-02.
    """
    date = subject.sop.tanggal.revisi
    if date and not is_empty(date.tertulis) and not _is_date(date):
        text = date.tertulis or ""
        hint = "Kosongkan untuk edisi pertama, atau tulis tanggalnya: revisi: 2026-11-02."
        if text.strip().isdecimal():
            hint = (
                f"Nomor revisi tempatnya di kunci revisi ({int(text)}); di sini tulis tanggalnya: 2026-11-02."
            )
        yield Fault(
            ("tanggal", "revisi"),
            f'Tanggal Revisi "{text}" bukan tanggal; menyimpang dari pedoman.',
            hint,
        )


@rule(
    "IDN-10",
    severity=ERROR,
    basis=_item(5),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: 2026-11-02, revisi: , efektif: }",
    good="tanggal: {pembuatan: 2026-11-02, revisi: , efektif: 2026-11-02}",
)
def no_date_of_force(subject: Subject) -> Iterator[Fault]:
    """Tanggal Efektif kosong atau bukan tanggal lengkap.

    Tanggal efektif adalah tanggal SOP "mulai diberlakukan ... atau sama dengan tanggal ditandatanganinya".
    """
    yield from _date_fault(subject, "efektif", "Tanggal Efektif", "tanggal SOP mulai berlaku")


_MONTHS = tuple(bahasa.bulan_romawi(month) for month in range(1, 13))


@rule(
    "IDN-07",
    severity=WARNING,
    basis=Basis("Perkap 1/2023, lampiran, penomoran surat", (Certainty.INFERRED, Certainty.VERBATIM)),
    requires=("IDN-05", "IDN-08"),
    needs=("nomor", "tanggal"),
    bad="nomor: SOP/07/III/2026",
    good="nomor: SOP/07/XII/2026/Satbinmas",
)
def number_of_another_month(subject: Subject) -> Iterator[Fault]:
    """Bulan atau tahun dalam nomor tidak cocok dengan tanggal SOP.

    Bulan (angka Romawi) dan tahun dalam nomor adalah saat nomor itu diberikan: ketika SOP dibuat, direvisi,
    atau ditetapkan.
    """
    dates = subject.sop.tanggal
    days = [day for day in map(_day, (dates.pembuatan, dates.efektif, dates.revisi)) if day]
    parts = [part.strip() for part in (subject.sop.nomor or "").split("/")]
    month = next((part for part in parts if part in _MONTHS), "")
    year = next((part for part in reversed(parts) if re.fullmatch(r"(?:19|20)\d\d", part)), "")
    told = [(bahasa.bulan_romawi(day.month), str(day.year)) for day in days]
    if _day(dates.pembuatan) and not any(month in ("", own) and year in ("", of) for own, of in told):
        right = (subject.sop.nomor or "").replace(year, told[0][1]) if year else subject.sop.nomor or ""
        if month:
            right = re.sub(rf"(/\s*){month}(?=\s*(?:/|$))", rf"\g<1>{told[0][0]}", right, count=1)
        yield Fault(
            ("nomor",),
            f'Nomor "{subject.sop.nomor}" menyebut {_spoken(month, year)}, sedangkan SOP dibuat '
            f"{bahasa.tanggal(days[0])}.",
            f"Tulis nomor: {right}, atau perbaiki tanggalnya.",
        )


def _spoken(month: str, year: str) -> str:
    """A month in Roman numerals and a year as one says them; either may be empty."""
    name = f"bulan {month} ({bahasa.BULAN[_MONTHS.index(month)]})" if month else ""
    return " ".join(part for part in (name, year if month else f"tahun {year}") if part)


@rule(
    "IDN-11",
    severity=ERROR,
    basis=Basis("Urutan waktu; 334 dari 334 SOP nyata", (Certainty.INFERRED, Certainty.EMPIRICAL)),
    requires=("IDN-08", "IDN-10"),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: 2026-11-20, revisi: , efektif: 2026-11-02}",
    good="tanggal: {pembuatan: 2026-11-02, revisi: , efektif: 2026-11-02}",
)
def in_force_before_made(subject: Subject) -> Iterator[Fault]:
    """SOP berlaku sebelum dibuat.

    Tanggal efektif tidak mungkin mendahului tanggal pembuatan.
    """
    made, force = _day(subject.sop.tanggal.pembuatan), _day(subject.sop.tanggal.efektif)
    if made and force and force < made:
        yield Fault(
            ("tanggal", "efektif"),
            f"Tanggal Efektif {bahasa.tanggal(force)} mendahului Tanggal Pembuatan {bahasa.tanggal(made)}.",
            "Periksa kedua tanggal itu.",
        )


@rule(
    "IDN-12",
    severity=ERROR,
    basis=Basis("Urutan waktu; 240 dari 240 SOP nyata", (Certainty.INFERRED, Certainty.EMPIRICAL)),
    requires=("IDN-08", "IDN-09"),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: 2026-11-02, revisi: 2026-10-01, efektif: 2026-12-01}",
    good="tanggal: {pembuatan: 2026-11-02, revisi: 2026-11-20, efektif: 2026-12-01}",
)
def revised_before_made(subject: Subject) -> Iterator[Fault]:
    """SOP direvisi sebelum dibuat.

    Tanggal revisi tidak mungkin mendahului tanggal pembuatan.
    """
    made, revised = _day(subject.sop.tanggal.pembuatan), _day(subject.sop.tanggal.revisi)
    if made and revised and revised < made:
        yield Fault(
            ("tanggal", "revisi"),
            f"Tanggal Revisi {bahasa.tanggal(revised)} mendahului Tanggal Pembuatan {bahasa.tanggal(made)}.",
            "Periksa kedua tanggal itu.",
        )


@rule(
    "IDN-13",
    severity=INFO,
    basis=Basis(f"{_IDENTITY}, butir 4", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    requires=("IDN-09", "IDN-10"),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: 2026-11-02, revisi: 2027-06-01, efektif: 2026-12-01}",
    good="tanggal: {pembuatan: 2026-11-02, revisi: 2026-11-20, efektif: 2026-12-01}",
)
def revised_after_in_force(subject: Subject) -> Iterator[Fault]:
    """Tanggal Revisi sesudah Tanggal Efektif.

    Pedoman membolehkannya, karena tanggal revisi boleh berupa rencana tinjau ulang. Bila SOP memang sudah
    direvisi, edisi yang direvisi itu mempunyai tanggal efektif sendiri.
    """
    force, revised = _day(subject.sop.tanggal.efektif), _day(subject.sop.tanggal.revisi)
    if force and revised and force < revised:
        yield Fault(
            ("tanggal", "revisi"),
            f"Tanggal Revisi {bahasa.tanggal(revised)} sesudah Tanggal Efektif {bahasa.tanggal(force)}.",
            "Biarkan bila itu rencana tinjau ulang; bila sudah direvisi, perbarui tanggal efektif.",
        )


@rule(
    "IDN-14",
    severity=INFO,
    basis=Basis("Kebiasaan menulis tanggal dalam naskah dinas", (Certainty.INFERRED,)),
    requires=("IDN-08", "IDN-09", "IDN-10"),
    needs=("tanggal",),
    bad="tanggal: {pembuatan: {tertulis: 02/11/2026}, revisi: , efektif: 2026-12-01}",
    good="tanggal: {pembuatan: {tertulis: 2 November 2026}, revisi: , efektif: 2026-12-01}",
)
def date_in_another_form(subject: Subject) -> Iterator[Fault]:
    """Tanggal tidak ditulis dengan nama bulan bahasa Indonesia, atau tidak seragam.

    Tanggal ditulis hari, nama bulan, dan tahun empat angka: 2 November 2026. Nama bulan bahasa Inggris dan
    tanggal yang tidak ada dalam penanggalan adalah peringatan.
    """
    dates = subject.sop.tanggal
    named: set[str] = set()
    for field in ("pembuatan", "revisi", "efektif"):
        date: Tanggal | None = getattr(dates, field)
        if date and date.tanggal and not date.tertulis:
            named.add("biasa")
        if date is None or not date.tertulis or not _is_date(date):
            continue
        found, text, day = _month_word(date.tertulis), date.tertulis, _day(date)
        path, hint = ("tanggal", field), f"Tulis {bahasa.tanggal(day)}." if day else "Periksa tanggalnya."
        if _SHORT_YEAR.fullmatch(text.strip()):
            yield Fault(path, f'Tahun dalam tanggal "{text}" hanya dua angka.', "Tulis tahun empat angka.")
        elif day is None:
            yield Fault(path, f'Tanggal "{text}" tidak ada dalam penanggalan.', hint, WARNING)
        elif found and not _is_indonesian(found):
            yield Fault(path, f'Tanggal "{text}" memakai nama bulan bahasa Inggris.', hint, WARNING)
        elif not found or found.upper() in _MONTHS:
            yield Fault(path, f'Tanggal "{text}" tidak ditulis dengan nama bulan.', hint)
        else:
            named.add("besar" if found.isupper() else "biasa")
    if len(named) > 1:
        yield Fault(("tanggal",), "Nama bulan ditulis dengan cara yang berlainan.", "Samakan hurufnya.")


def _month_word(text: str) -> str:
    return next(iter(re.findall(r"[^\W\d_]+", bahasa.tanpa_hari(text))), "")


def _is_indonesian(month: str) -> bool:
    return month.upper() in _MONTHS or any(name.lower().startswith(month.lower()) for name in bahasa.BULAN)


date_of_signature = untestable(
    "IDN-15",
    severity=WARNING,
    basis=Basis(f"{_IDENTITY}, butir 5", (Certainty.INFERRED,)),
    summary="SOP berlaku sebelum ditandatangani.",
    why="Lembar identitas tidak mempunyai tanggal penandatanganan tersendiri, sehingga sumbernya pun tidak. "
    "Bandingkan tanggal efektif dengan tanggal keputusan penetapan atau tanggal tanda tangan elektronik.",
)


def official(subject: Subject) -> Pejabat | None:
    """Who approves, told in the SOP itself or by a key of the unit's; None where that is not known."""
    told = subject.sop.disahkan_oleh
    if isinstance(told, str):
        return subject.unit.pejabat.get(told) if subject.unit else None
    return told


@rule(
    "IDN-16",
    severity=ERROR,
    basis=_item(6),
    needs=("disahkan_oleh",),
    bad="disahkan_oleh: {jabatan: Kapolres Contoh, pangkat: Ajun Komisaris Besar Polisi, nrp: '78010001'}",
    good="""
disahkan_oleh:
  jabatan: Kapolres Contoh
  nama: Ahmad Yani, S.I.K.
  pangkat: Ajun Komisaris Besar Polisi
  nrp: '78010001'
""",
)
def approval_incomplete(subject: Subject) -> Iterator[Fault]:
    """Pengesahan tidak lengkap.

    Pengesahan memuat jabatan, tanda tangan, nama, NIP atau NRP, dan cap. Jabatan dan nama wajib; NIP atau NRP
    yang tidak ada adalah peringatan, dan pada SOP bertanda tangan elektronik (atau bila hal itu tidak
    diketahui) catatan saja. Ruang tanda tangan dan cap ada pada halaman, bukan pada sumbernya.
    """
    if subject.sop.disahkan_oleh is None:
        yield Fault(
            ("disahkan_oleh",),
            "Pejabat yang mengesahkan belum disebut; menyimpang dari pedoman.",
            "Tulis kunci pejabatnya di unit.yaml, misalnya disahkan_oleh: kapolres.",
            _milder(subject),
        )
    person = official(subject)
    if person is None:
        return
    named = None if _is_rank(person.nama) else person.nama
    for value, name in ((person.jabatan, "jabatan"), (named, "nama")):
        if _is_left_out(value):
            yield Fault(
                ("disahkan_oleh",),
                f"Pengesahan tidak memuat {name} pejabat; menyimpang dari pedoman.",
                f"Isi {name} pejabat itu.",
                _milder(subject),
            )
    if _is_left_out(person.nip) and _is_left_out(person.nrp):
        name = "NRP" if subject.unit and subject.unit.profil is Profil.POLRI else "NIP"
        yield Fault(
            ("disahkan_oleh",),
            f"Pengesahan tidak memuat {name} pejabat; menyimpang dari pedoman.",
            f"Isi {name.lower()} pejabat itu, dalam tanda kutip.",
            INFO if subject.sop.tte or "tte" in subject.unseen else _milder(subject) or WARNING,
        )


_CIVIL_RANK = re.compile(
    r"(?:pembina|penata|pengatur|juru)(?: (?:utama|madya|muda|tingkat i|tk\.? ?i))*\W*"
    r"(?:[iv]+\s*/\s*[a-e]\W*)?",
)


def _is_rank(name: str | None) -> bool:
    """Whether a rank stands where the name should: a document without a name shows it there."""
    text = " ".join((name or "").split()).lower().strip(" .")
    police = (*pairs("singkatan-pangkat"), *(full.lower() for full in pairs("singkatan-pangkat").values()))
    return text in police or bool(_CIVIL_RANK.fullmatch(text))


def _is_left_out(value: str | None) -> bool:
    return is_empty(value) and not is_stand_in(value)


electronic_signature = untestable(
    "IDN-17",
    severity=INFO,
    basis=Basis("Kebiasaan yang diukur pada 348 SOP nyata", (Certainty.EMPIRICAL,)),
    summary="Tanda tangan elektronik menggantikan tanda tangan dan cap.",
    why="Ini kelonggaran, bukan kewajiban: dengan tte: true, NIP yang tidak tercetak hanya dicatat (IDN-16). "
    "Keabsahan tanda tangannya dinilai pada dokumen yang sudah ditandatangani.",
)

_NRP = re.compile(r"\d\d(?:0[1-9]|1[0-2])\d{4}")
_NIP = re.compile(r"(?P<lahir>\d{8})(?P<tahun>(?:19|20)\d\d)(?:0[1-9]|1[0-2]|21)[12]\d{3}")
"""Birthday, year and month of appointment (21 for contract staff), sex, serial number."""


@rule(
    "IDN-18",
    severity=WARNING,
    basis=Basis("Pola NIP dan NRP pada SOP nyata", (Certainty.INFERRED,)),
    needs=("disahkan_oleh",),
    bad="""
disahkan_oleh:
  jabatan: Kapolres Contoh
  nama: Ahmad Yani, S.I.K.
  pangkat: Ajun Komisaris Besar Polisi
  nrp: '78130001'
""",
    good="""
disahkan_oleh:
  jabatan: Kepala Seksi Umum
  nama: Siti Aminah, S.Sos.
  pangkat: Penata Tingkat I
  nip: '198003152008012001'
""",
)
def number_of_official_malformed(subject: Subject) -> Iterator[Fault]:
    """NIP atau NRP tidak menurut polanya.

    NIP 18 angka: tanggal lahir, tahun dan bulan pengangkatan, jenis kelamin (1 atau 2), nomor urut. NRP
    8 angka: tahun dan bulan lahir, nomor urut. Nomor yang belum diisi diperiksa IDN-19.
    """
    person = official(subject)
    for name, value in (("NRP", person.nrp), ("NIP", person.nip)) if person else ():
        digits = re.sub(r"^\D+|[\s.]", "", value or "")
        if digits and not is_stand_in(value) and not (_is_nrp if name == "NRP" else _is_nip)(digits):
            right = "8 angka, angka ketiga dan keempat bulan lahir" if name == "NRP" else "18 angka"
            yield Fault(
                ("disahkan_oleh",),
                f'{name} "{value}" tidak menurut polanya ({len(digits)} angka).',
                f"Periksa {name}: {right}.",
            )


def _is_nrp(digits: str) -> bool:
    return bool(_NRP.fullmatch(digits)) or _is_nip(digits)


def _is_nip(digits: str) -> bool:
    match = _NIP.fullmatch(digits)
    if match is None:
        return False
    born = match["lahir"]
    try:
        return datetime.date(int(born[:4]), int(born[4:6]), int(born[6:])).year < int(match["tahun"])
    except ValueError:
        return False


@rule(
    "IDN-19",
    severity=ERROR,
    basis=Basis("Disimpulkan dari isi pengesahan (IDN-16)", (Certainty.INFERRED,)),
    needs=("disahkan_oleh",),
    bad="""
disahkan_oleh:
  jabatan: Kapolres Contoh
  nama: (Nama Kapolres)
  pangkat: Ajun Komisaris Besar Polisi
  nrp: '00000000'
""",
    good="""
disahkan_oleh:
  jabatan: Kapolres Contoh
  nama: Ahmad Yani, S.I.K.
  pangkat: Ajun Komisaris Besar Polisi
  nrp: '78010001'
""",
)
def approver_not_named(subject: Subject) -> Iterator[Fault]:
    """Pejabat yang mengesahkan belum diisi.

    Titik-titik, "Nama Pejabat", atau "NIP. -" tidak boleh ikut disahkan. Dalam usulan hanya dicatat.
    """
    person = official(subject)
    if person is None:
        return
    fields = {name: getattr(person, name) for name in ("jabatan", "nama", "pangkat", "nrp", "nip")}
    open_ = {name: text for name, text in fields.items() if is_stand_in(text)}
    if open_:
        told = ", ".join(f'{name} "{text}"' for name, text in open_.items())
        yield Fault(
            ("disahkan_oleh",),
            f"Pejabat yang mengesahkan belum diisi: {told}.",
            f"Isi {bahasa.listed(list(open_))} pejabat itu sebelum SOP disahkan.",
            _milder(subject),
        )
