"""The HTML pages: nothing in a text can become markup, nothing is fetched, and a real browser agrees."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import html as entities
import io
import itertools
import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pdfplumber
import pytest
from PIL import Image

from sopgen import html, parse, source
from sopgen.assets import templates
from sopgen.diagnostic import Place, fault
from sopgen.model import Sop, Status
from sopgen.unit import Unit
from sopgen.view import figure, view
from sopgen.view.index import Entry, index

ROOT = Path(__file__).resolve().parent.parent
DIRECTORIES = templates(ROOT)
CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="200pt" viewBox="0 0 300 200"/>'
SVG = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="400"/>', "/:="
)
HOSTILE = (
    "</style></script><script>peretas=1</script><img src=x onerror=peretas=1>\"'`;}*{background:url(//x.id"
    "/a)}<!--]]>{{ 7*7 }}{% x %}&lt;\\"
)
SOURCES = {
    file.stem: file
    for folder in ("sop_sources", "tests/library")
    for file in sorted((ROOT / folder).glob("*.yaml"))
    if file.stem not in ("unit", "peraturan")
}
LOOKED_AT = ["bhabinkamtibmas-2019", "pelaksanaan-sambang", "unjuk-rasa", "olah-tkp", "surat-masuk", "cuti"]


@functools.cache
def surroundings(folder: Path):
    """The units, the register and the SOPs of a folder."""
    units, _ = parse.unit(source.read(folder / "unit.yaml"))
    register, _ = parse.register(source.read(folder / "peraturan.yaml"))
    files = [file for file in SOURCES.values() if file.parent == folder]
    return units, register, {file.stem: parse.parse(source.read(file), units, register)[0] for file in files}


def shown(id: str, sop: Sop, unit: Unit, register=(), titles=(), **choices):
    """The view of an SOP."""
    return view(id, sop, unit, dict(register), dict(titles), figure(sop, unit), **choices)


@functools.cache
def page(id: str) -> str:
    """The HTML page of one of the sources, with a wide figure."""
    units, register, sops = surroundings(SOURCES[id].parent)
    sop = sops[id]
    titles = {other: known.judul for other, known in sops.items()}
    one_sheet = units[sop.unit].tampilan.satu_lembar
    found = shown(id, sop, units[sop.unit], register, titles, one_sheet=one_sheet, chart=CHART)
    return html.html(found, DIRECTORIES, links=True)


def listed(folder: str = "sop_sources", **choices):
    """The list of a folder's SOPs, all of them built."""
    units, _, sops = surroundings(ROOT / folder)
    formats = {id: {"html", "pdf"} for id in sops} | choices.pop("formats", {})
    return index(sops, units, formats, choices.pop("failures", {}), **choices)


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text of every element that holds one."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.setdefault(self.tags[-1][0] if self.tags else "", []).append(data)

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]

    def style(self) -> str:
        return "".join(self.texts["style"])


def hostile_sop(text: str) -> tuple[Sop, Unit]:
    """An SOP and its unit with a text in every place that takes one."""
    tanggal = {"tertulis": text}
    mutu_baku = {"kelengkapan": [text, text], "waktu": text, "output": text}
    prose = {"uraian": text, "mutu_baku": mutu_baku, "keterangan": text}
    sop = Sop.model_validate(
        {
            **dict.fromkeys(("nomor", "judul", "dasar_hukum", "kualifikasi_pelaksana", "keterkaitan"), text),
            **dict.fromkeys(("peralatan_perlengkapan", "peringatan", "pencatatan_pendataan"), text),
            "status": "usulan",
            "tanggal": {"pembuatan": tanggal, "revisi": tanggal, "efektif": tanggal},
            "riwayat_revisi": [{"revisi": 1, "tanggal": tanggal, "uraian": text}],
            "disahkan_oleh": dict.fromkeys(("jabatan", "nama", "pangkat", "nrp", "nip"), text),
            "sampul": {"judul": text, "keterangan": [text]},
            "label": dict.fromkeys(type(Sop().label).model_fields, text),
            "pelaksana": {"a": text, "b": {"kelompok": text, "anggota": {"c": text, "d": text}}},
            "kegiatan": [
                {**prose, "id": "awal", "pelaksana": "a"},
                {**prose, "pelaksana": ["c", "d"], "keputusan": {text: "lanjut", f"{text}.": "awal"}},
                {"judul": text, "maksud": text, "tujuan": [text, text], "pelaksana": "d"},
            ],
        }
    )
    names = dict.fromkeys(("nama", "alamat", "kota", "telepon"), text)
    return sop, Unit.model_validate(
        {**names, "kop": [text], "tampilan": {"nomor_kolom": True, "lampiran_diagram": True}}
    )


def hostile_page(text: str, links: bool) -> str:
    sop, unit = hostile_sop(text)
    return html.html(shown("a", sop, unit, chart=CHART, logo=SVG), DIRECTORIES, links=links)


def hostile_list() -> str:
    sop, unit = hostile_sop(HOSTILE)
    sop = sop.model_copy(update={"unit": HOSTILE})
    failures = {HOSTILE: [fault("BCA-01", HOSTILE, Place(HOSTILE, 1, 2))]}
    id = "javascript:alert(1)//" + HOSTILE
    return html.index(index({id: sop}, {HOSTILE: unit}, {id: {"html", "pdf"}}, failures), DIRECTORIES)


# Nothing in a text becomes markup


@pytest.mark.parametrize("links", [True, False])
def test_text_stays_text(links):
    tame, wild = (Tags(hostile_page(text, links)) for text in ("x", HOSTILE))
    assert [tag for tag, _ in wild.tags] == [tag for tag, _ in tame.tags]
    assert [sorted(a) for _, a in wild.tags] == [sorted(a) for _, a in tame.tags]
    assert wild.texts["h1"][0] == HOSTILE
    assert skeleton(wild.style()) == skeleton(tame.style())


def skeleton(style: str) -> list[str]:
    """A style sheet without what its strings say and its numbers count."""
    bare = re.sub(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"', '""', style)
    return [
        line for line in re.sub(r"[\d.]+", "0", bare).splitlines() if not re.match(r"\.alur \.[gx]0", line)
    ]


def test_text_in_the_list_stays_text():
    tags = Tags(hostile_list())
    assert [tag for tag, _ in tags.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in tags.tags for name in attributes)
    assert all(href.startswith(("#", "javascript%3A")) for href in tags.all("href"))


def test_a_css_string_can_not_be_left():
    text = hostile_page(HOSTILE, links=True)
    foot = re.search(r'@bottom-left { content: "([^"]*)" }', text)
    read = re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), foot[1])
    assert read == f"{HOSTILE} \u00b7 {HOSTILE}"


# A page is one file


PAGES = [*LOOKED_AT, "daftar", "daftar library"]


def any_page(name: str) -> str:
    if name not in SOURCES:
        return html.index(
            listed("tests/library" if "library" in name else "sop_sources", map=SVG), DIRECTORIES
        )
    return page(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_other_file(name):
    text = any_page(name)
    tags = Tags(text)
    assert all(value.startswith("data:image/") for value in tags.all("src"))
    assert not {"link", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in tags.tags}
    assert all(uri.startswith('"data:') for uri in re.findall(r"url\(\s*([^)]{0,9})", tags.style()))
    assert "@import" not in tags.style()
    outside = re.sub(r"http://www\.w3\.org/\w+/\w+", "", unquote(text))
    assert not re.search(r"https?:|file:|//[a-z0-9-]+\.[a-z]{2,}", outside)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_has_its_target(name):
    tags = Tags(any_page(name))
    places = tags.all("id")
    assert len(places) == len(set(places))
    named = [
        id for value in [*tags.all("aria-labelledby"), *tags.all("aria-describedby")] for id in value.split()
    ]
    links = tags.all("href")
    assert {link[1:] for link in links if link.startswith("#")} | set(named) <= set(places)
    files = {unquote(link) for link in links if not link.startswith("#")}
    assert files <= {"index.html"} | {f"{id}.{kind}" for id in SOURCES for kind in ("html", "pdf")}


def test_related_sops_and_the_pdf_are_linked():
    links = Tags(page("pelaksanaan-sambang")).all("href")
    assert {"deteksi-dini.html", "pelaksanaan-sambang.pdf", "index.html", "#alur", "#diagram"} <= set(links)


def test_without_a_pdf_there_is_no_link_to_it():
    sop, unit = hostile_sop("x")
    text = html.html(shown("a", sop, unit), DIRECTORIES, links=True, pdf=False)
    assert ".pdf" not in text


def test_the_paper_page_has_no_screen_parts():
    text = hostile_page("x", links=False)
    assert "Langsung ke isi" not in text
    assert "<nav" not in text
    assert "@media screen" not in text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_aloud(name):
    text = any_page(name)
    tags = Tags(text)
    names = [tag for tag, _ in tags.tags]
    levels = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
    assert dict(tags.tags)["html"] == {"lang": "id"}
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert names.count("main") == 1
    assert tags.all("href")[0] == "#isi"
    assert all(attributes.get("alt") for tag, attributes in tags.tags if tag == "img")
    assert all("scope" in attributes for tag, attributes in tags.tags if tag == "th")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text


# The list


def test_the_list_is_in_order_of_unit_year_and_number():
    sop = Sop(unit="b")
    numbers = {"x": "SOP/10/I/2026", "y": "SOP/2/I/2026", "z": None, "t": "SOP / 12 / III / 2019"}
    sops = {id: sop.model_copy(update={"nomor": nomor}) for id, nomor in numbers.items()}
    sops |= {"w": Sop(unit="a"), "v": Sop(unit="lain"), "u": Sop()}
    units = {"b": Unit(nama="Unit B"), "a": Unit(nama="Unit A"), "kosong": Unit(nama="Kosong")}
    sections = index(sops, units, {}, {}).sections
    assert [(s.nama, [entry.id for entry in s.entries]) for s in sections] == [
        ("Unit B", ["t", "y", "x", "z"]),
        ("Unit A", ["w"]),
        ("Unit belum ditulis", ["u"]),
        ("lain", ["v"]),
    ]


def test_an_entry_says_what_the_document_says():
    entry = listed().sections[0].entries[0]
    assert entry == Entry(
        id="bhabinkamtibmas-2019",
        nomor="SOP / 02 / III / 2019",
        judul="BHABINKAMTIBMAS",
        status=entry.status,
        revisi=0,
        pembuatan="03 SEPTEMBER 2019",
        tanggal_revisi="01",
        efektif="01 OKTOBER 2019",
        html=True,
        pdf=True,
    )


def test_the_date_of_the_list_is_that_of_its_newest_document():
    days = [datetime.date(2024, 5, 6), datetime.date(2026, 1, 2), None]
    sops = {str(day): Sop.model_validate({"tanggal": {"revisi": day}}) for day in days}
    assert index(sops, {}, {}, {}).newest == "2 Januari 2026"
    assert index({}, {}, {}, {}).newest == ""


def test_the_summary_counts_by_status():
    sops = {
        str(n): Sop(status=status) for n, status in enumerate([Status.USULAN, Status.BERLAKU, Status.USULAN])
    }
    assert index(sops, {}, {}, {}).summary == "3 SOP: 1 berlaku, 2 usulan"
    assert index({}, {}, {}, {}).summary == "Belum ada SOP"


def test_the_common_kop_stands_once():
    found = listed("tests/library")
    assert found.kop[-1] == "RESOR CONTOH"
    assert [section.nama for section in found.sections if section.kop] == [
        "Klinik Pratama Sidokkes Polres Contoh"
    ]


def test_only_files_that_exist_are_linked():
    formats = {"deteksi-dini": {"pdf"}, "pelaksanaan-sambang": set()}
    links = Tags(html.index(listed(formats=formats), DIRECTORIES)).all("href")
    assert "deteksi-dini.pdf" in links
    assert not {"deteksi-dini.html", "pelaksanaan-sambang.html", "pelaksanaan-sambang.pdf"} & set(links)


def test_what_could_not_be_built_is_listed_with_its_first_error():
    warning = dataclasses.replace(fault("BCA-02", "peringatan", Place("a.yaml", 1, 1)), severity=2)
    errors = [fault("BCA-01", f"kesalahan {n}", Place("rusak.yaml", n, 3)) for n in (4, 5, 6)]
    found = listed(failures={"rusak": [*errors], "aneh": []})
    assert [dataclasses.astuple(failure) for failure in found.failures] == [
        ("aneh", "Penyebabnya tidak tercatat.", "", 0),
        ("rusak", "kesalahan 4", "rusak.yaml:4:3", 2),
    ]
    assert listed(failures={"x": [warning, errors[0]]}).failures[0].message == "kesalahan 4"
    assert "dan 2 kesalahan lain" in html.index(found, DIRECTORIES)


# In a real browser

WIDTHS = (320, 390, 768, 1400)

MEASURE = """
const round = number => Math.round(number * 100) / 100
const box = element => element.getBoundingClientRect()
function brokenWords(element) {
  return [...element.childNodes].filter(node => node.nodeType == 3).flatMap(node =>
    [...node.data.matchAll(/[\\p{L}\\d]{2,}/gu)].filter(({0: word, index}) => {
      const range = element.ownerDocument.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + word.length)
      return new Set([...range.getClientRects()].map(rect => Math.round(rect.top))).size > 1
    }).map(match => match[0]))
}
function measured(frame) {
  const page = frame.contentDocument, view = frame.contentWindow
  const crossing = [...page.querySelectorAll("td, th, p, li, dt, dd, h1, h2, a")].filter(e =>
    e.scrollWidth > e.clientWidth + 1 && e.clientWidth && !e.closest(".senyap, .lewati"))
  const off = [...page.querySelectorAll("td.simbol")].map(cell => {
    const inside = box(cell).top + cell.clientTop + cell.clientHeight / 2
    const symbol = box(cell.querySelector("img"))
    return Math.abs(symbol.top + symbol.height / 2 - inside)
  })
  return {
    name: frame.name,
    width: view.innerWidth,
    scroll: page.documentElement.scrollWidth,
    crossing: crossing.map(e => e.tagName + " " + e.className + ": " + e.textContent.trim().slice(0, 60)),
    off: round(Math.max(0, ...off)),
    broken: [...page.querySelectorAll(".data *, .kotak *, .riwayat *")].flatMap(brokenWords),
    unprinted: [...page.querySelectorAll(".sel, thead th")].filter(e =>
      view.getComputedStyle(e).printColorAdjust != "exact").length,
    hacked: "peretas" in view,
  }
}
function searched(frame) {
  const page = frame.contentDocument, field = page.getElementById("cari")
  const seen = selector => [...page.querySelectorAll(selector)].filter(e => e.checkVisibility())
  return QUERIES.map(query => {
    field.value = query
    field.dispatchEvent(new Event("input"))
    return {
      query,
      rows: seen("tr[data-sop]").length,
      units: seen("section.unit").length,
      count: page.getElementById("jumlah").textContent,
      none: seen("#nihil").length > 0,
    }
  })
}
addEventListener("load", () => {
  const frames = [...document.querySelectorAll("iframe")]
  const result = {pages: frames.map(measured), search: searched(frames.find(f => f.name == "daftar library"))}
  document.getElementById("hasil").textContent = JSON.stringify(result)
})
"""

QUERIES = ["", "surat masuk", "SURÁT  Masuk", "satreskrim 2026", "dicabut", "tidak ada yang begini"]


def chromium(browser: str, folder: Path, *arguments: str) -> str:
    """Run the browser on its own, with a profile of its own; what it writes."""
    switches = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    switches += " --disable-component-update --disable-sync --hide-scrollbars --window-size=1600,1000"
    command = [browser, *switches.split(), f"--user-data-dir={folder / 'profil'}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def measures(browser, tmp_path_factory):
    """What the browser finds on every page at every width."""
    folder = tmp_path_factory.mktemp("peramban")
    pages = {name: any_page(name) for name in PAGES}
    pages |= {"jahat": hostile_page(HOSTILE, links=True), "daftar jahat": hostile_list()}
    frames = "".join(
        f'<iframe name="{name}" width="{width}" height="800" srcdoc="{entities.escape(text)}"></iframe>'
        for name, text in pages.items()
        for width in WIDTHS
    )
    script = f"<script>const QUERIES = {json.dumps(QUERIES)}\n{MEASURE}</script>"
    head = '<!doctype html><meta charset="utf-8"><style>iframe { border: 0 }</style><pre id="hasil"></pre>'
    file = folder / "ukur.html"
    file.write_text(head + frames + script, encoding="utf-8")
    dumped = chromium(browser, folder, "--virtual-time-budget=20000", "--dump-dom", file.as_uri())
    return json.loads(entities.unescape(re.search(r'<pre id="hasil">(.*?)</pre>', dumped, re.DOTALL)[1]))


def test_no_page_is_wider_than_its_screen(measures):
    assert {page["width"] for page in measures["pages"]} == set(WIDTHS)
    assert [page for page in measures["pages"] if page["scroll"] > page["width"]] == []


def test_no_text_crosses_its_border(measures):
    known = {page["name"]: page["crossing"] for page in measures["pages"] if page["crossing"]}
    assert known == {}


def test_no_word_of_the_identity_sheet_is_broken(measures):
    ours = [page for page in measures["pages"] if "jahat" not in page["name"]]
    assert {page["name"]: page["broken"] for page in ours if page["broken"]} == {}


def test_symbols_stand_where_the_lines_end(measures):
    assert max(page["off"] for page in measures["pages"]) < 0.8


def test_lines_are_printed_even_where_backgrounds_are_not(measures):
    assert sum(page["unprinted"] for page in measures["pages"]) == 0


def test_no_hostile_script_runs(measures):
    assert [page["name"] for page in measures["pages"] if page["hacked"]] == []


def test_the_search_box_narrows_the_list(measures):
    found = [(s["rows"], s["units"], s["count"], s["none"]) for s in measures["search"]]
    assert found == [
        (19, 11, "", False),
        (1, 1, "1 dari 19 SOP", False),
        (1, 1, "1 dari 19 SOP", False),
        (3, 1, "3 dari 19 SOP", False),
        (1, 1, "1 dari 19 SOP", False),
        (0, 0, "0 dari 19 SOP", True),
    ]


def test_a_page_prints_like_the_pdf(browser, tmp_path):
    """F4 sheets with a running foot, the head on each, no row in two, lines and shades, and no navigation."""
    file = tmp_path / "unjuk-rasa.html"
    file.write_text(page("unjuk-rasa"), encoding="utf-8")
    chromium(browser, tmp_path, f"--print-to-pdf={tmp_path / 'a.pdf'}", file.as_uri())
    subprocess.run(["pdftoppm", "-r", "40", "-png", tmp_path / "a.pdf", tmp_path / "a"], check=True)
    with pdfplumber.open(io.BytesIO((tmp_path / "a.pdf").read_bytes())) as printed:
        sizes = {(round(sheet.width / 72 * 25.4), round(sheet.height / 72 * 25.4)) for sheet in printed.pages}
        texts = [sheet.extract_text() for sheet in printed.pages]
    assert sizes == {(330, 215)}
    assert [f"Halaman {n} dari {len(texts)}" in text for n, text in enumerate(texts, 1)] == [
        False,
        *[True] * (len(texts) - 1),
    ]
    assert "SOP/04/II/2026 · Pengamanan" in texts[-1]
    assert not any("Daftar SOP" in text or "Geser tabel" in text for text in texts)
    flow = [n for n, text in enumerate(texts) if "Mutu Baku" in text]
    assert len(flow) > 1
    for number in flow:
        colours = Image.open(tmp_path / f"a-{number + 1}.png").convert("RGB").getcolors(1 << 20)
        assert {colour: count for count, colour in colours}.get((233, 233, 233), 0) > 500
