"""Finished documents read back: what the PDF shows is what the source says, and a changed PDF is told."""

from __future__ import annotations

import functools
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
import pytest

from sopgen import batch, flow, parse, project, proof, recover, source
from sopgen.model import Sop
from sopgen.recover import Kind
from sopgen.recover.compare import MARKS, squashed
from sopgen.unit import citation
from sopgen.view import _MARKS

TESTS = Path(__file__).resolve().parent
OWN, LIBRARY = TESTS.parent / "sop_sources", TESTS / "library"
FILES = {file.stem: file for file in project.sources([OWN, LIBRARY])}


@functools.cache
def printed(name: str) -> bytes:
    """The PDF of a source as the build makes it."""
    with tempfile.TemporaryDirectory() as folder:
        (outcome,) = batch.build([FILES[name]], Path(folder), ("pdf",))
        assert outcome.record, outcome
        return Path(folder, f"{name}.pdf").read_bytes()


@functools.cache
def recovered(name: str) -> recover.Recovered:
    return recover.recovered(proof.read(printed(name)), f"{name}.pdf")


@functools.cache
def titles(folder: Path) -> dict[str, str]:
    return {file.stem: source.read(file).data.get("judul", "") for file in project.sources([folder])}


def described(name: str) -> tuple[Sop, project.Folder]:
    home = project.folder(FILES[name].parent)
    sop, findings = parse.parse(source.read(FILES[name]), home.units, home.register)
    assert sop, findings
    return sop, home


def compared(document: recover.Recovered, name: str) -> list[str]:
    sop, home = described(name)
    unit = project.unit_of(sop, home.units)
    findings = recover.compare(document, sop, unit, home.register, titles(home.path))
    return [f"{finding.place} {finding.code} {finding.message}" for finding in findings]


def letters(value: object) -> str:
    """What stays the same however a text is set: capitals and line breaks play no part."""
    return squashed(str(value)).casefold()


# ---- our own documents ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_the_pdf_says_what_the_yaml_says(name):
    sop, home = described(name)
    found = recovered(name).sop
    laws = [citation(item, home.register) for item in sop.dasar_hukum]
    known = titles(home.path)
    related = [f"SOP {known[item]}" if item in known else item for item in sop.keterkaitan]
    assert letters([found.nomor, found.judul]) == letters([sop.nomor, sop.judul])
    assert found.tanggal == sop.tanggal
    assert letters(list(found.dasar_hukum)) == letters(laws)
    assert letters(list(found.keterkaitan)) == letters(related)
    for key in ("kualifikasi_pelaksana", "peralatan_perlengkapan", "peringatan", "pencatatan_pendataan"):
        assert letters(getattr(found, key)) == letters(getattr(sop, key)), key
    assert letters(list(found.kolom_pelaksana.values())) == letters(list(sop.kolom_pelaksana.values()))
    assert found.kolom == sop.kolom
    assert found.status is sop.status


@pytest.mark.parametrize("name", FILES)
def test_the_rows_are_those_of_the_yaml(name):
    sop, _ = described(name)
    found = recovered(name).sop
    assert len(found.kegiatan) == len(sop.kegiatan)
    for row, meant in zip(found.kegiatan, sop.kegiatan, strict=True):
        for key in ("judul", "uraian", "maksud", "tujuan", "mutu_baku", "keterangan"):
            assert letters(getattr(row, key)) == letters(getattr(meant, key)), key


@pytest.mark.parametrize("name", FILES)
def test_the_flow_is_that_of_the_yaml(name):
    sop, _ = described(name)
    found, meant = flow.flow(recovered(name).sop), flow.flow(sop)
    assert [(s.row, s.kind, s.columns) for s in found.symbols] == [
        (s.row, s.kind, s.columns) for s in meant.symbols
    ]
    assert sorted(found.edges, key=str) == sorted(meant.edges, key=str)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_printed_but_the_source(name):
    assert compared(recovered(name), name) == []
    sop, _ = described(name)
    assert recover.compare(recovered(name), sop) == [], "without the folder there is less to compare"


@pytest.mark.parametrize("name", FILES)
def test_every_value_has_its_place(name):
    document = recovered(name)
    pages = document.sheets.found.pages
    for key_path, spot in document.spots.items():
        page = pages[spot.page - 1]
        assert 0 <= spot.x <= page.width, key_path
        assert 0 <= spot.y <= page.height, key_path
    assert str(document.place(("judul",))).startswith(f"{name}.pdf: halaman {document.sheets.form.page}, (")
    last = len(document.sop.kegiatan) - 1
    assert (
        document.place(("kegiatan", last, "mutu_baku", "waktu")).spot.page == document.sheets.grids[-1].page
        if (document.sheets.grids[-1])
        else True
    )


def test_what_our_documents_show_is_judged():
    for name in FILES:
        document = recovered(name)
        assert document.kind is Kind.SOP
        assert not document.unseen & {*proof.IDENTITY, *proof.BOXES, "tanggal", "kegiatan", recover.FLOW}
        assert document.source
        assert document.source.text == FILES[name].read_text(encoding="utf-8")


def test_the_marks_are_those_that_are_printed():
    assert MARKS == _MARKS


# ---- a document that was tampered with ------------------------------------------------------------


def changed(content: bytes, page: int, alter) -> bytes:
    """The PDF with one page's drawing instructions altered."""
    with pikepdf.open(io.BytesIO(content)) as file:
        sheet = file.pages[page - 1]
        instructions = list(pikepdf.parse_content_stream(sheet))
        sheet.Contents = file.make_stream(pikepdf.unparse_content_stream(alter(instructions)))
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def texts(instructions) -> list[int]:
    """Which instructions paint more than one letter."""
    return [
        index
        for index, instruction in enumerate(instructions)
        if str(instruction.operator) in ("Tj", "TJ") and len(glyphs(instruction)) > 2
    ]


def glyphs(instruction) -> bytes:
    (operand,) = instruction.operands
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def turned(instruction):
    """The same letters from the last to the first (two bytes each)."""
    old = glyphs(instruction)
    new = b"".join(old[i : i + 2] for i in range(len(old) - 2, -1, -2))
    return pikepdf.ContentStreamInstruction([pikepdf.String(new)], pikepdf.Operator("Tj")), old != new


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_an_altered_line_is_told(page):
    name = "pelaksanaan-sambang"
    with pikepdf.open(io.BytesIO(printed(name))) as file:
        places = texts(list(pikepdf.parse_content_stream(file.pages[page - 1])))
    assert places
    for place in places[:: max(1, len(places) // 4)]:
        effect = []

        def alter(instructions, place=place, effect=effect):
            instructions[place], differs = turned(instructions[place])
            effect.append(differs)
            return instructions

        document = recover.recovered(proof.read(changed(printed(name), page, alter)), "x.pdf")
        told = compared(document, name)
        assert bool(told) is effect[0], (page, place)
        assert not told or any(re.search(rf"halaman {page}\b", line) for line in told), told


@pytest.mark.parametrize("page", [2, 3])
def test_a_line_that_is_gone_is_told(page):
    name = "pelaksanaan-sambang"

    def alter(instructions):
        places = texts(instructions)
        del instructions[places[len(places) // 2]]
        return instructions

    document = recover.recovered(proof.read(changed(printed(name), page, alter)), "x.pdf")
    assert compared(document, name)


def test_an_added_line_is_told():
    name = "pelaksanaan-sambang"

    def alter(instructions):
        place = texts(instructions)[5]
        start = max(i for i in range(place) if str(instructions[i].operator) == "BT")
        end = min(i for i in range(place, len(instructions)) if str(instructions[i].operator) == "ET")
        again = list(instructions[start : end + 1])
        moved = pikepdf.ContentStreamInstruction([1, 0, 0, 1, 0, 250], pikepdf.Operator("cm"))
        push, pop = (pikepdf.ContentStreamInstruction([], pikepdf.Operator(op)) for op in "qQ")
        return [*instructions[: end + 1], push, moved, *again, pop, *instructions[end + 1 :]]

    document = recover.recovered(proof.read(changed(printed(name), 2, alter)), "x.pdf")
    assert compared(document, name)


def test_a_source_that_was_changed_afterwards_is_told():
    document = recovered("pelaksanaan-sambang")
    sop, home = described("pelaksanaan-sambang")
    unit = project.unit_of(sop, home.units)
    row = sop.kegiatan[2]
    quality = row.mutu_baku.model_copy(update={"waktu": "16 menit"})
    rows = (*sop.kegiatan[:2], row.model_copy(update={"mutu_baku": quality}), *sop.kegiatan[3:])
    (finding,) = recover.compare(
        document, sop.model_copy(update={"kegiatan": rows}), unit, home.register, titles(home.path)
    )
    assert finding.key_path == ("kegiatan", 2, "mutu_baku", "waktu")
    assert finding.message == 'Kegiatan 3, waktu tercetak lain daripada sumbernya: "15" (sumber: "16").'
    assert finding.place.spot.page == 3


def test_another_flow_is_told():
    document = recovered("pelaksanaan-sambang")
    sop, home = described("pelaksanaan-sambang")
    unit = project.unit_of(sop, home.units)
    rows = (
        *sop.kegiatan[:4],
        sop.kegiatan[4].model_copy(update={"pelaksana": ("kasat",)}),
        *sop.kegiatan[5:],
    )
    findings = recover.compare(
        document, sop.model_copy(update={"kegiatan": rows}), unit, home.register, titles(home.path)
    )
    assert {finding.code for finding in findings} == {"CTK-03"}
    assert {finding.key_path for finding in findings} == {("kegiatan", 3), ("kegiatan", 4)}


# ---- what can't be read ---------------------------------------------------------------------------


def read(tmp_path: Path, content: bytes, **options) -> recover.Recovered:
    file = tmp_path / "x.pdf"
    file.write_bytes(content)
    return recover.recover(file, "x.pdf", **options)


def drawn(paint) -> bytes:
    """A PDF of one page that `paint` has filled."""
    with pikepdf.new() as file:
        file.add_blank_page()
        paint(file, file.pages[0])
        out = io.BytesIO()
        file.save(out, compress_streams=False)
    return out.getvalue()


def nested_forms(file, page):
    """A drawing in a drawing, ten of each, thirty deep."""
    inner = None
    for _ in range(30):
        form = pikepdf.Stream(file, b"/X Do " * 10 if inner else b"0 0 9 9 re f ")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
        if inner:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = file.make_indirect(form)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    page.Contents = file.make_stream(b"/X Do")


def swelling(file, page):
    """Four gigabytes of blanks, packed twice."""
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(4096)) + packer.flush()
    stream = pikepdf.Stream(file, b"")
    flate = pikepdf.Name.FlateDecode
    stream.write(zlib.compress(packed, 9), filter=pikepdf.Array([flate, flate]))
    page.Contents = file.make_indirect(stream)


@pytest.mark.parametrize(
    ("content", "seconds", "why"),
    [
        (lambda: b"", 60, "kosong"),
        (lambda: b"halo", 60, "rusak atau terpotong"),
        (lambda: printed("pelaksanaan-sambang")[:9000], 60, "rusak atau terpotong"),
        (lambda: drawn(nested_forms), 4, "dihentikan sesudah 4 detik"),
        (lambda: drawn(swelling), 60, "batas memori"),
    ],
    ids=["empty", "no-pdf", "truncated", "nested", "swelling"],
)
def test_a_broken_file_is_told(tmp_path, content, seconds, why):
    document = read(tmp_path, content(), seconds=seconds)
    assert document.kind is Kind.BROKEN
    assert why in document.notes[0]
    assert "kegiatan" in document.unseen


# ---- what was made to do harm --------------------------------------------------------------------


def armed(content: bytes, arm) -> bytes:
    """A document of ours with something added that no reader should act on."""
    with pikepdf.open(io.BytesIO(content)) as file:
        arm(file)
        out = io.BytesIO()
        file.save(out, static_id=True)
    return out.getvalue()


def action(**keys) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, **keys)


def script(file):
    file.Root.OpenAction = action(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://127.0.0.1:9/', true);")
    names = pikepdf.Array([pikepdf.String("a"), file.Root.OpenAction])
    file.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def launch(file):
    command = pikepdf.Dictionary(F="/bin/touch", P="{mark}")
    file.pages[0].AA = pikepdf.Dictionary(O=action(S=pikepdf.Name.Launch, F="/bin/touch", Unix=command))


def link(file):
    file.Root.OpenAction = action(S=pikepdf.Name.URI, URI="http://127.0.0.1:9/a")
    file.Root.AA = pikepdf.Dictionary(WC=action(S=pikepdf.Name.SubmitForm, F="http://127.0.0.1:9/b"))


def outside(file):
    """A picture whose data is another file."""
    image = pikepdf.Stream(file, b"")
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width = image.Height = 8
    image.BitsPerComponent, image.ColorSpace = 8, pikepdf.Name.DeviceGray
    image.F = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="/etc/passwd", FS=pikepdf.Name.URL)
    page = file.add_blank_page()
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Luar=file.make_indirect(image)))
    page.contents_add(file.make_stream(b"q 20 0 0 20 0 0 cm /Luar Do Q"))


@pytest.mark.parametrize("arm", [script, launch, link, outside], ids=lambda arm: arm.__name__)
def test_a_document_that_would_act_is_only_read(tmp_path, arm):
    name = "pelaksanaan-sambang"
    (tmp_path / "a").mkdir()
    document = read(tmp_path / "a", armed(printed(name), arm))
    assert document.sop == recovered(name).sop
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "x.pdf"], "nothing was written"


def looping_tree(file, page):
    """Pages that are their own parents and children."""
    page.obj.Kids = pikepdf.Array([file.Root.Pages])
    file.Root.Pages.Kids.append(file.Root.Pages)


def object_bomb(file, page):
    """Two hundred arrays, each of them ten times in the next."""
    inner = file.make_indirect(pikepdf.Array([1]))
    for _ in range(200):
        inner = file.make_indirect(pikepdf.Array([inner] * 10))
    page.obj.Annots = inner
    page.Resources = pikepdf.Dictionary(Font=inner, XObject=inner)
    page.Contents = inner


def own_parent(file, page):
    """A drawing that draws itself."""
    form = pikepdf.Stream(file, b"/X Do")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
    form = file.make_indirect(form)
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.Contents = file.make_stream(b"/X Do")


def strokes(file, page):
    """A quarter of a million short lines."""
    lines = (b"%d %d m %d %d l S " % (i % 600, i % 790, i % 599, i % 791) for i in range(250_000))
    page.Contents = file.make_stream(b"".join(lines))


def xref_loop() -> bytes:
    """Cross-reference tables that name each other as the one before."""
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    first = len(head)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    one = table % (first + len(table % (9999, first)), first)
    return head + one + table % (first, first + len(one))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: drawn(looping_tree), "rusak|bukan SOP|Label"),
        (lambda: drawn(object_bomb), "rusak|dihentikan|Label"),
        (lambda: drawn(own_parent), "rusak|dihentikan|Label"),
        (lambda: drawn(strokes), "dihentikan|Label"),
        (xref_loop, "rusak"),
        (lambda: b"%PDF-1.7\n" + b"[" * 500_000, "rusak"),
        (lambda: printed("surat-masuk")[: len(printed("surat-masuk")) // 2], "rusak"),
        (lambda: printed("surat-masuk")[:-400], "rusak|Label"),
        (lambda: b"\0" * 100_000, "rusak"),
    ],
    ids=["tree", "arrays", "itself", "strokes", "xref", "brackets", "half", "tail", "zeros"],
)
def test_what_would_not_end_is_stopped(tmp_path, content, why):
    document = read(tmp_path, content(), seconds=8)
    if document.kind is not Kind.SOP:
        assert document.kind in (Kind.BROKEN, Kind.OTHER)
        assert any(part in document.notes[0] for part in why.split("|")), document.notes


def test_a_locked_file_is_told_and_one_that_may_be_read_is_read(tmp_path):
    with pikepdf.open(io.BytesIO(printed("pelaksanaan-sambang"))) as file:
        file.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        file.save(tmp_path / "open.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    document = recover.recover(tmp_path / "locked.pdf")
    assert document.kind is Kind.BROKEN
    assert "kata sandi" in document.notes[0]
    assert recover.recover(tmp_path / "open.pdf").sop == recovered("pelaksanaan-sambang").sop


def test_of_a_long_file_the_first_pages_are_read(tmp_path):
    with pikepdf.open(io.BytesIO(printed("surat-masuk"))) as file:
        long = pikepdf.new()
        for _ in range(1000):
            long.pages.append(file.pages[0])
        long.save(tmp_path / "long.pdf")
    document = recover.recover(tmp_path / "long.pdf")
    assert document.kind is Kind.SOP
    assert "60 halaman pertama" in document.notes[-1]


def test_a_deep_folder_for_temporary_files_is_no_hindrance(tmp_path):
    """The name of a socket in it would be too long."""
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    (tmp_path / "a.pdf").write_bytes(printed("surat-masuk"))
    script = (
        "from pathlib import Path; from sopgen import recover; print(recover.recover(Path('a.pdf')).kind)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(deep), "PYTHONPATH": str(TESTS.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.stdout.strip(), told.stderr) == (Kind.SOP, "")


def test_names_like_the_label_over_them_are_names(tmp_path):
    for name in ("unit.yaml", "peraturan.yaml"):
        shutil.copy(OWN / name, tmp_path)
    text = FILES["pelaksanaan-sambang"].read_text("utf-8")
    executors = re.search(r"^pelaksana:\n((?:  .+\n)+)", text, re.MULTILINE)
    assert executors
    keys = re.findall(r"^  (\w+):", executors[1], re.MULTILINE)
    names = "".join(f"  {key}: Pelaksana Kegiatan {number}\n" for number, key in enumerate(keys, 1))
    (tmp_path / "a.yaml").write_text(text.replace(executors[1], names), "utf-8")
    (outcome,) = batch.build([tmp_path / "a.yaml"], tmp_path / "out", ("pdf",))
    assert outcome.state is batch.State.MADE
    found = recover.recover(tmp_path / "out" / "a.pdf").sop.pelaksana
    assert [letters(name) for name in found.values()] == [
        f"pelaksanakegiatan{n + 1}" for n in range(len(keys))
    ]
