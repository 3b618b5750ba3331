"""Dasar Hukum."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from sopgen import bahasa, citation
from sopgen.citation import Entry, Lapse, Standing, form, name, order
from sopgen.citation.kinds import Span
from sopgen.model import Status
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.unit import Profil

_FORM = "Perkap 1/2023, lampiran, penulisan dasar"
_TITLE_35 = "Pedoman Penyusunan Standar Operasional Prosedur Administrasi Pemerintahan"
_NO_REPUBLIC = frozenset({"uu", "perppu", "pp", "perpres", "permen"})
_NO_DATE = _NO_REPUBLIC | {"perpol", "perkap", "perkapolda", "perkasatfung", "perkapolres", "perda", "badan"}


def _entries(subject: Subject) -> tuple[Entry, ...]:
    return citation.entries(subject.sop.dasar_hukum, subject.register)


def _written(subject: Subject) -> list[Entry]:
    """The legal bases that are written out; a key of the register is printed in canonical form anyway."""
    return [entry for entry in _entries(subject) if not entry.is_exact]


def _day(subject: Subject) -> datetime.date | None:
    """The day on which the legal bases must bind: when the SOP takes effect."""
    dates = subject.sop.tanggal
    known = (date.tanggal for date in (dates.efektif, dates.pembuatan) if date)
    return next((day for day in known if day), None)


def _paste(subject: Subject, entry: Entry) -> str:
    """What to write instead, ready to paste."""
    return form.paste(entry, subject.register, _day(subject))


def _short(subject: Subject, entry: Entry) -> str:
    """A legal basis as a message names it: without its title where the register knows it."""
    return name(entry.key, subject.register) if entry.key else f'"{entry.text.strip(" .;")}"'


@rule(
    "DHK-01",
    severity=ERROR,
    basis=Basis("Lampiran, bagian identitas, butir 8", (Certainty.NEAR_VERBATIM,)),
    needs=("dasar_hukum",),
    bad="dasar_hukum: []",
    good="dasar_hukum: [uu-2-2002]",
)
def missing(subject: Subject) -> Iterator[Fault]:
    """Kotak Dasar Hukum kosong.

    Prosedur bersandar pada peraturan perundang-undangan yang mendasarinya beserta aturan pelaksanaannya.
    """
    if not any(text.strip(" -.") for text in subject.sop.dasar_hukum):
        yield Fault(
            ("dasar_hukum",),
            "Kotak Dasar Hukum kosong; menyimpang dari pedoman.",
            "Sebutkan sekurang-kurangnya satu peraturan, dengan kuncinya di peraturan.yaml.",
        )


@rule(
    "DHK-02",
    severity=WARNING,
    basis=Basis(f"{_FORM}, huruf c dan d", (Certainty.VERBATIM, Certainty.EMPIRICAL)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad='dasar_hukum: ["Undang-Undang Nomor 2 tentang Kepolisian Negara Republik Indonesia"]',
    good="dasar_hukum: [Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik]",
)
def not_in_canonical_form(subject: Subject) -> Iterator[Fault]:
    """Sitasi peraturan tidak lengkap, tidak cocok dengan register, atau tidak dalam bentuk baku.

    Bentuk bakunya: jenis, Nomor, Tahun, tentang, judul; perubahannya menyusul dengan "sebagaimana telah
    diubah". Tanpa nomor, tahun, atau judul, orang lain tidak dapat menemukan peraturannya.
    """
    entries = _entries(subject)
    for entry in _written(subject):
        at = ("dasar_hukum", entry.index)
        grave = form.gap(entry) or form.contradiction(entry, subject.register)
        if grave:
            meant = replace(entry, key=entry.by_title or entry.key)
            yield Fault(at, f'"{entry.text}" {grave}; menyimpang dari pedoman.', _paste(subject, meant))
            continue
        slips = [
            *form.slips(entry, with_short_names=not form.is_mixed(entries)),
            *form.staleness(entry, subject.register, _day(subject)),
        ]
        if slips:
            message = f'"{entry.text}" tidak dalam bentuk baku: {"; ".join(slips)}.'
            yield Fault(at, message, _paste(subject, entry), INFO)


@rule(
    "DHK-03",
    severity=WARNING,
    basis=Basis(f"{_FORM}, huruf d", (Certainty.VERBATIM,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="""
dasar_hukum:
  - Undang-Undang Republik Indonesia Nomor 25 Tahun 2009 tentang Pelayanan Publik
""",
    good="dasar_hukum: [Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik]",
)
def with_republic_or_date(subject: Subject) -> Iterator[Fault]:
    """Sitasi peraturan memakai "Republik Indonesia" atau tanggal.

    Nomor dan tahun sudah cukup menunjuk peraturannya. Tanggal yang ditulis ulang dari dokumen ke dokumen
    lama-lama berbeda: satu peraturan lalu tampak seperti dua.
    """
    is_polri = subject.unit is not None and subject.unit.profil is Profil.POLRI
    for entry in _written(subject):
        code = entry.cited.kind.code if entry.cited.kind else ""
        words = entry.cited.lapse(Lapse.REPUBLIC) if code in _NO_REPUBLIC else ()
        words += entry.cited.lapse(Lapse.DATE) if code in _NO_DATE else ()
        if words:
            message = f'"{entry.text}" memuat {form.quoted(words)}; menyimpang dari pedoman.'
            severity = None if is_polri else INFO
            yield Fault(("dasar_hukum", entry.index), message, _paste(subject, entry), severity)


@rule(
    "DHK-04",
    severity=INFO,
    basis=Basis(f"{_FORM}, huruf c", (Certainty.VERBATIM,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="dasar_hukum: [Undang-Undang Nomor 25 Tahun 2009 tentang pelayanan publik]",
    good="dasar_hukum: [Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik]",
)
def letters_of_title(subject: Subject) -> Iterator[Fault]:
    """Huruf kapital dalam judul peraturan tidak menurut kebiasaan resmi.

    Setiap kata berhuruf awal kapital, kecuali tentang, perihal, tanggal, di, ke, dari, dan, yang, untuk.
    """
    for entry in _written(subject):
        title = entry.cited.tentang
        words = form.wrong_letters(title)
        if words or (title.isupper() and " " in title):
            more = ["seterusnya"] if len(words) > 3 else []
            shown = bahasa.listed([*(f'"{word}"' for word in words[:3]), *more])
            message = f'Huruf kapital dalam judul "{title}" tidak baku: {shown or "kapital seluruhnya"}.'
            yield Fault(("dasar_hukum", entry.index), message, _paste(subject, entry))


def _misplaced(subject: Subject, spans: Sequence[Span], pair: tuple[int, int], why: str) -> Fault:
    earlier, later = (_entries(subject)[index] for index in pair)
    numbers = ", ".join(str(index + 1) for index in order.sequence(spans))
    return Fault(
        ("dasar_hukum", later.index),
        f"Butir {later.index + 1}, {_short(subject, later)}, ditulis sesudah butir {earlier.index + 1}, "
        f"{_short(subject, earlier)}; menyimpang dari {why}.",
        f"Urutannya, dengan nomor butir yang sekarang: {numbers}.",
    )


@rule(
    "DHK-05",
    severity=WARNING,
    basis=Basis("Undang-Undang Nomor 12 Tahun 2011, Pasal 7", (Certainty.SEVERAL, Certainty.EMPIRICAL)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="dasar_hukum: [pp-2-2015, uu-2-2002]",
    good="dasar_hukum: [uu-2-2002, pp-2-2015]",
)
def against_hierarchy(subject: Subject) -> Iterator[Fault]:
    """Dasar hukum tidak berurutan menurut hierarki peraturan.

    UUD 1945, Ketetapan MPR, Undang-Undang, Peraturan Pemerintah, Peraturan Presiden, lalu peraturan menteri
    dan lembaga; Peraturan Daerah Provinsi sebelum Kabupaten/Kota.
    """
    spans = order.spans(_entries(subject), attrgetter("general"))
    pair = order.inversion(spans)
    if pair:
        yield _misplaced(subject, spans, pair, "hierarki peraturan perundang-undangan")


@rule(
    "DHK-06",
    severity=WARNING,
    basis=Basis("Perkap 1/2023, lampiran, urutan dasar, huruf a dan b", (Certainty.VERBATIM,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    profile=Profil.POLRI,
    bad="""
dasar_hukum: [uu-2-2002, perkap-7-2021, perpol-1-2021]
_unit: {profil: polri}
""",
    good="""
dasar_hukum: [uu-2-2002, perpol-1-2021, perkap-7-2021]
_unit: {profil: polri}
""",
)
def against_order_of_polri(subject: Subject) -> Iterator[Fault]:
    """Dasar hukum tidak berurutan menurut naskah dinas Polri.

    Sesudah Peraturan Menteri: Peraturan Polri, Peraturan Kapolri, Peraturan Kapolda, Peraturan Kasatfung
    Mabes, Peraturan Kapolres, Maklumat, Keputusan, Instruksi, Surat Edaran.
    """
    general = order.spans(_entries(subject), attrgetter("general"))
    spans = order.spans(_entries(subject), attrgetter("polri"))
    pair = order.inversion(spans, told=lambda earlier, later: general[earlier][0] > general[later][1])
    if pair:
        yield _misplaced(subject, spans, pair, "urutan dalam naskah dinas Polri")


@rule(
    "DHK-07",
    severity=INFO,
    basis=Basis("Perkap 1/2023, lampiran, urutan dasar, huruf b", (Certainty.VERBATIM, Certainty.INFERRED)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="dasar_hukum: [uu-25-2009, uu-2-2002]",
    good="dasar_hukum: [uu-2-2002, uu-25-2009]",
)
def younger_before_older(subject: Subject) -> Iterator[Fault]:
    """Peraturan sejenis tidak berurutan menurut tahun dan nomor.

    Yang lebih tua lebih dahulu, sehingga daftar yang panjang pun cepat dicari.
    """
    pair = order.younger_first(_entries(subject))
    if pair:
        younger, older = pair
        yield Fault(
            ("dasar_hukum", older.index),
            f"{_short(subject, older)} ditulis sesudah {_short(subject, younger)} yang lebih muda.",
            f"Pindahkan butir {older.index + 1} ke atas butir {younger.index + 1}.",
        )


@rule(
    "DHK-08",
    severity=ERROR,
    basis=Basis("Disimpulkan: satu peraturan, satu butir", (Certainty.INFERRED,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="""
dasar_hukum: [uu-25-2009, Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik]
""",
    good="dasar_hukum: [uu-2-2002, uu-25-2009]",
)
def twice(subject: Subject) -> Iterator[Fault]:
    """Peraturan disebut dua kali, bersama penggantinya, atau dengan judul yang lain daripada di SOP lain.

    Yang diganti tidak lagi menjadi dasar begitu penggantinya berlaku; menyebut keduanya membuat pembaca
    tidak tahu mana yang diikuti.
    """
    entries = _entries(subject)
    first: dict[str, Entry] = {}
    for entry in entries:
        before = first.setdefault(entry.identity, entry)
        if before is not entry:
            yield Fault(
                ("dasar_hukum", entry.index),
                f"{_short(subject, entry)} sudah disebut pada butir {before.index + 1}.",
                "Hapus salah satu.",
                None if entry.cited.nomor and before.cited.nomor else WARNING,
            )
        elif entry.key is not None:
            yield from _beside_successor(subject, entry, entries)
    yield from _under_other_title(subject, {e.identity: e for e in entries if e.key is None})


def _beside_successor(subject: Subject, entry: Entry, entries: Sequence[Entry]) -> Iterator[Fault]:
    assert entry.key is not None
    later = set(citation.successors(entry.key, subject.register))
    for other in entries:
        if other.key in later:
            is_old = citation.standing(entry.key, subject.register, _day(subject)) is not Standing.BINDING
            yield Fault(
                ("dasar_hukum", entry.index),
                f"{_short(subject, entry)} disebut bersama penggantinya, {_short(subject, other)} "
                f"(butir {other.index + 1}).",
                f"Hapus butir {(entry if is_old else other).index + 1}.",
                WARNING,
            )
            return


def _under_other_title(subject: Subject, own: Mapping[str, Entry]) -> Iterator[Fault]:
    """Regulations that the register doesn't know, with another title here than in most SOPs of the folder."""
    boxes = ((id_, sop.dasar_hukum) for id_, sop in subject.siblings.items())
    for identity, others in citation.titles(own.keys(), boxes, subject.register).items():
        entry = own[identity]
        where, usual = _usual([*others, (subject.id, entry.cited.tentang)])
        if entry.cited.tentang and not citation.is_same(entry.cited.tentang, usual):
            yield Fault(
                ("dasar_hukum", entry.index),
                f'"{entry.text}" berjudul lain di SOP {where}: "{usual}".',
                "Periksa judul resminya, lalu masukkan peraturannya ke peraturan.yaml dan sebut kuncinya.",
                WARNING,
            )


def _usual(titles: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The SOP with the most frequent title, and the title; of several the first by name."""
    counts = Counter(citation.folded(title) for _, title in titles)
    return min(titles, key=lambda named: (-counts[citation.folded(named[1])], named[0]))


@rule(
    "DHK-09",
    severity=WARNING,
    basis=Basis("Lampiran, asas kepatuhan hukum", (Certainty.VERBATIM, Certainty.INFERRED)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="dasar_hukum: [uu-2-2002, perkap-3-2015]",
    good="dasar_hukum: [uu-2-2002, perpol-1-2021]",
)
def not_in_force(subject: Subject) -> Iterator[Fault]:
    """Peraturan tidak berlaku pada tanggal efektif SOP.

    Prosedur yang bersandar pada peraturan yang sudah dicabut kehilangan dasarnya. Keberlakuannya dibaca dari
    peraturan.yaml; tanpa tanggal pencabutan, tahun penggantinya yang menentukan.
    """
    day = _day(subject)
    when = f"pada {bahasa.tanggal(day)}" if day else "sekarang"
    keys = {entry.key for entry in _entries(subject)}
    for entry in _entries(subject):
        if entry.key is None:
            yield from _unregistered(subject, entry, day)
        elif keys.isdisjoint(citation.successors(entry.key, subject.register)):
            yield from _standing(subject, entry, entry.key, day, when)


def _unregistered(subject: Subject, entry: Entry, day: datetime.date | None) -> Iterator[Fault]:
    """What can be said of a regulation that the register doesn't know."""
    cited, at = entry.cited, ("dasar_hukum", entry.index)
    if day and cited.tahun and cited.tahun > day.year:
        message = f'"{entry.text}" belum ada pada tanggal efektif SOP ini, {bahasa.tanggal(day)}.'
        yield Fault(at, message, "Periksa tahun peraturan dan tanggal efektifnya.")
    elif subject.register and cited.nomor and cited.tahun:
        message = f'Keberlakuan "{entry.text}" tidak dapat dinilai: tidak ada di peraturan.yaml.'
        yield Fault(at, message, "Tambahkan peraturannya ke peraturan.yaml.", INFO)


def _standing(
    subject: Subject, entry: Entry, key: str, day: datetime.date | None, when: str
) -> Iterator[Fault]:
    at, named, severity = ("dasar_hukum", entry.index), name(key, subject.register), None
    replacing = _replacing(subject, key, day)
    match citation.standing(key, subject.register, day):
        case Standing.REPEALED:
            message = f"{named} {when} sudah dicabut."
        case Standing.NOT_YET:
            message, replacing = (
                f"{named} {when} belum ada.",
                "Periksa tahun peraturan dan tanggal efektifnya.",
            )
        case Standing.UNSURE:
            message, severity = f"{named} dicabut; apakah {when} masih berlaku tidak diketahui.", INFO
        case Standing.UNKNOWN:
            message, severity = f"Keberlakuan {named} tidak diketahui.", INFO
            replacing = "Periksa di JDIH, lalu isi status di peraturan.yaml."
        case Standing.BINDING:
            if not _repealed_since(subject, key):
                return
            message, severity = f"{named} berlaku {when}, tetapi kini sudah dicabut.", INFO
            replacing = _replacing(subject, key, subject.today)
    yield Fault(at, message, replacing, severity)


def _repealed_since(subject: Subject, key: str) -> bool:
    """Whether a regulation of an SOP in force has been repealed meanwhile."""
    if subject.today is None or subject.sop.status is not Status.BERLAKU:
        return False
    return citation.standing(key, subject.register, subject.today) is Standing.REPEALED


def _replacing(subject: Subject, key: str, day: datetime.date | None) -> str:
    """The hint: what to cite instead on that day."""
    other = citation.successor(key, subject.register, day)
    if other is None:
        return "Periksa di JDIH apakah ada penggantinya; bila tidak ada, hapus butir ini."
    text = citation.reference(other, subject.register, day)
    return f"Ganti dengan kunci {other}, atau lengkap: {text}"


@rule(
    "DHK-10",
    severity=WARNING,
    basis=Basis("Perkap 1/2023, lampiran, penomoran: bulan ditulis Romawi", (Certainty.INFERRED,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="""
dasar_hukum:
  - >-
    Keputusan Kepala Kepolisian Negara Republik Indonesia Nomor Kep/85/II/2018 tanggal 12 Maret 2018
    tentang Buku Saku Bhabinkamtibmas
_peraturan:
  kep-85-2018:
    jenis: Keputusan Kepala Kepolisian Negara Republik Indonesia
    nomor: Kep/85/II/2018
    tahun: 2018
    tentang: Buku Saku Bhabinkamtibmas
""",
    good="""
dasar_hukum:
  - >-
    Keputusan Kepala Kepolisian Negara Republik Indonesia Nomor Kep/85/II/2018 tanggal 12 Februari 2018
    tentang Buku Saku Bhabinkamtibmas
_peraturan:
  kep-85-2018:
    jenis: Keputusan Kepala Kepolisian Negara Republik Indonesia
    nomor: Kep/85/II/2018
    tahun: 2018
    tentang: Buku Saku Bhabinkamtibmas
""",
)
def month_against_number(subject: Subject) -> Iterator[Fault]:
    """Bulan atau tahun dalam nomor peraturan berbeda dari tanggalnya.

    Angka Romawi dalam nomor lama adalah bulan penetapan; tanggal yang lain berarti salah satunya keliru.
    """
    for entry in _written(subject):
        cited = entry.cited
        if cited.tanggal is None:
            continue
        year, month, day = cited.tanggal
        date = f"{day} {bahasa.BULAN[month - 1] if 1 <= month <= 12 else month} {year}"
        if cited.bulan not in (None, month):
            name = bahasa.BULAN[(cited.bulan or 1) - 1]
            words = f"memuat bulan {bahasa.bulan_romawi(cited.bulan or 1)} ({name})"
        elif cited.tahun not in (None, year):
            words = f"bertahun {cited.tahun}"
        else:
            continue
        yield Fault(
            ("dasar_hukum", entry.index),
            f"Nomor {cited.nomor} {words}, tetapi tanggalnya {date}.",
            f"Periksa di naskah aslinya; tanggal tidak perlu ditulis. {_paste(subject, entry)}",
        )


@rule(
    "DHK-11",
    severity=INFO,
    basis=Basis("Disimpulkan dari bentuk baku sitasi (DHK-02)", (Certainty.INFERRED,)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="""
dasar_hukum: [uu-2-2002, Perkap Nomor 2 Tahun 2018 tentang Pembentukan Peraturan Kepolisian]
""",
    good="dasar_hukum: [uu-2-2002, perkap-2-2018]",
)
def short_beside_long(subject: Subject) -> Iterator[Fault]:
    """Nama peraturan yang disingkat bercampur dengan nama lengkap.

    "Perkap", "thn", dan "no.pol" di samping nama lengkap membuat satu daftar tampak ditulis beberapa orang.
    """
    entries = _entries(subject)
    if not form.is_mixed(entries):
        return
    short = [entry for entry in entries if form.is_short(entry)]
    words = dict.fromkeys(word for entry in short for word in form.short_words(entry))
    texts = [citation.canonical(e.cited, subject.register, e.key, _day(subject)) for e in short]
    yield Fault(
        ("dasar_hukum", short[0].index),
        f"Singkatan bercampur dengan nama lengkap: {form.quoted(words)}.",
        "; ".join(f"Tulis butir {e.index + 1}: {text}" for e, text in zip(short, texts, strict=True)),
    )


@rule(
    "DHK-12",
    severity=INFO,
    basis=Basis("Judul Permenpan RB 35/2012", (Certainty.EMPIRICAL, Certainty.VERBATIM)),
    requires=("DHK-01",),
    needs=("dasar_hukum",),
    bad="""
dasar_hukum:
  - >-
    Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 35 Tahun 2012 tentang
    Pedoman Penyusunan SOP
""",
    good="dasar_hukum: [permenpanrb-35-2012]",
)
def guideline_under_short_title(subject: Subject) -> Iterator[Fault]:
    """Permenpan RB 35/2012 disebut tanpa judul lengkapnya.

    Pedoman penyusunan tidak wajib ada di Dasar Hukum; bila disebut, judulnya lengkap.
    """
    for entry in _written(subject):
        title = " ".join(entry.cited.tentang.lower().split())
        if form.is_35_2012(entry) and title != _TITLE_35.lower():
            yield Fault(
                ("dasar_hukum", entry.index),
                f'Judul Permenpan RB 35/2012 di sini "{entry.cited.tentang}"; judul lengkapnya {_TITLE_35}.',
                _paste(subject, entry),
            )
