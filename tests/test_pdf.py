"""The PDF stage on hand-written pages: conformance, structure tree, signature, bytes, the door."""

from __future__ import annotations

import dataclasses
import io
import logging
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import page as judge
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import ValidationContext

from sopgen import pdf
from sopgen.diagnostic import SopgenError

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SVG = 'xmlns="http://www.w3.org/2000/svg"'
MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
METADATA = pdf.Metadata(
    title="SOP Pelaksanaan Sambang",
    author="Satbinmas Polres Gorontalo Kota",
    subject="SOP/07/XI/2026 – revisi 0",
    keywords=("SOP", "sambang"),
    created=MOMENT,
    identifier="0" * 64,
)
SOURCE = pdf.Attachment("sambang.yaml", b"judul: Sambang\n", "Sumber dokumen", "application/yaml", MOMENT)


def data_uri(svg: str) -> str:
    """An SVG as a data URI that may stand in quotes or in url()."""
    return "data:image/svg+xml," + quote(svg)


def document(rows: int = 24, extra: str = "") -> str:
    """A page like the real ones: running foot, logos, identity table, links, list, matrix over pages."""
    lines = data_uri(
        f'<svg {SVG} width="100%" height="100%"><line x1="50%" y1="0" x2="50%" y2="100%" stroke="black"/>'
        f'<svg x="50%" y="50%" overflow="visible"><path d="M-4 20h8l-4 8z"/>'
        f'<text x="6" y="-14" font-family="Proyek" font-size="8">Ya</text></svg></svg>'
    )
    symbol = data_uri(
        f'<svg {SVG} width="46" height="22"><rect x="1" y="1" width="44" height="20" fill="white"'
        f' stroke="black"/></svg>'
    )
    cell = f'<td class="p" rowspan="2"><img src="{symbol}" alt="Proses: ke langkah berikut"></td>'
    groups = "".join(
        f'<tbody id="k{n}"><tr><th scope="row" rowspan="2">{n}</th><td rowspan="2">Memeriksa berkas</td>'
        f'{cell}{cell}{cell}<td>Buku</td><td>15 menit</td></tr><tr><td colspan="2">catatan</td></tr></tbody>'
        for n in range(1, rows + 1)
    )
    return f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>diganti</title><style>
    @font-face {{ font-family: Proyek; src: url(huruf/a.ttf) }}
    @page {{ size: A4 landscape; margin: 15mm;
      @bottom-left {{ content: "SOP/07/XI/2026" }}
      @bottom-right {{ content: counter(page) "/" counter(pages) }} }}
    body {{ font: 10px Proyek }} table {{ border-collapse: collapse; width: 100% }}
    th, td {{ border: 1px solid; padding: 3px }} tbody {{ break-inside: avoid }}
    td.p {{ background: url("{lines}") no-repeat 0 0 / 100% 100%; text-align: center; height: 40px }}
    #pengesahan {{ height: 60px; width: 200px; margin-left: 400px }}
    </style>{extra}</head><body>
    <h1>Pelaksanaan Sambang</h1><img src="logo.svg" alt="Lambang" style="height: 40px">
    <img src="logo.png" alt="Lambang lain" style="height: 20px">
    <table><tr><th scope="row">Nomor SOP</th><td>SOP/07/XI/2026</td>
    <th scope="row">Tanggal</th><td>2 Nov</td></tr>
    <tr><th colspan="2" scope="col">Dasar hukum</th><th colspan="2" scope="col">Kualifikasi</th></tr>
    <tr><td colspan="2"><ol><li>Undang-Undang</li><li>Perpol<ul><li>satu</li></ul></li></ol></td>
    <td colspan="2">SMA</td></tr>
    <tr><th colspan="2" scope="col">Peringatan</th><th colspan="2" scope="col">Pencatatan</th></tr>
    <tr><td colspan="2">Apabila</td><td colspan="2">Buku</td></tr></table>
    <p>Lihat <a href="#k3">langkah 3</a> dan <a href="#pengesahan">pengesahan</a>.</p>
    <div class="sah"><p>KAPOLRES</p><div id="pengesahan"></div><p>NAMA</p></div>
    <h2>Alur</h2><table><thead>
    <tr><th scope="col" rowspan="2">No</th><th scope="col" rowspan="2">Kegiatan</th>
    <th scope="colgroup" colspan="3">Pelaksana</th><th scope="colgroup" colspan="2">Mutu baku</th></tr>
    <tr><th scope="col">Kasat</th><th scope="col">KBO</th><th scope="col">Bhabin</th>
    <th scope="col">Kelengkapan</th><th scope="col">Waktu</th></tr></thead>{groups}</table>
    </body></html>"""


def project(folder: Path) -> Path:
    """A project directory with the files the page names."""
    (folder / "huruf").mkdir(parents=True)
    shutil.copy(FONT, folder / "huruf" / "a.ttf")
    (folder / "logo.svg").write_text(f'<svg {SVG} viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>')
    Image.new("RGBA", (2, 2), "red").save(folder / "logo.png")
    return folder


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return project(tmp_path_factory.mktemp("proyek") / "a")


@pytest.fixture(scope="module")
def pages(root):
    return pdf.layout(document(), root=root)


@pytest.fixture(scope="module")
def content(pages):
    return pdf.pdf(pages, METADATA, SOURCE, signer="Kapolres Gorontalo Kota")


@pytest.fixture(scope="module")
def file(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        yield file


def failures(content: bytes) -> list[str]:
    """What the judge holds against a PDF, under both profiles."""
    reports = [judge.validate_pdf_bytes(content, profile=profile) for profile in ("3a", "ua1")]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF as objects."""
    return pikepdf.open(io.BytesIO(content))


def elements(file: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """The structure elements of one kind, in reading order."""

    def below(element):
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return [element for element in below(file.Root.StructTreeRoot) if str(element.S) == kind]


def heads(table: str, root: Path, kind: str = "/TD") -> list[list[str]]:
    """For every cell of one kind in a table: its heads, numbered as they stand in the file."""
    page = f'<html lang="id"><title>t</title><table>{table}</table>'
    file = opened(pdf.pdf(pdf.layout(page, root=root), METADATA))
    names = {str(cell.ID): str(place) for place, cell in enumerate(elements(file, "/TH"))}
    return [[names[str(key)] for key in cell.A.get("/Headers", [])] for cell in elements(file, kind)]


# Conformance


def test_conforms_to_archive_and_accessibility(content):
    assert failures(content) == []


@pytest.mark.parametrize("rows", [3, 7, 60])
def test_conforms_at_any_length(root, rows):
    pages = pdf.layout(document(rows), root=root)
    assert failures(pdf.pdf(pages, METADATA, SOURCE)) == []


def test_conforms_without_a_place_to_sign_and_without_source(root):
    pages = pdf.layout('<html lang="id"><title>t</title><h1>Judul</h1>', root=root)
    content = pdf.pdf(pages, METADATA)
    assert failures(content) == []
    assert "/AcroForm" not in opened(content).Root


def test_conforms_whatever_byte_a_stream_ends_in(root):
    pages = pdf.layout('<html lang="id"><title>t</title><h1>Judul</h1>', root=root)
    # Deflated, it ends in its checksum: 1 + 12, a carriage return.
    content = pdf.pdf(pages, METADATA, dataclasses.replace(SOURCE, data=b"\x0c"))
    assert b"\r\r\nendstream" in content
    assert failures(content) == []


def test_fonts_are_embedded_in_pictures_too(file):
    fonts = [font for page in file.pages for font in page.Resources.Font.values()]
    assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
    assert any("Proyek" in str(font.BaseFont) for font in fonts)


# What the file says of itself


def test_metadata_is_ours_and_readable_without_a_library(content, file):
    info = file.docinfo
    assert (info.Title, info.Author, info.Keywords) == (METADATA.title, METADATA.author, "SOP, sambang")
    assert info.CreationDate == info.ModDate == "D:20261102000000Z"
    assert b'pdfuaid:part="1"' in content
    assert METADATA.title.encode() in content
    assert file.Root.Lang == "id"


def test_bookmarks_come_from_headings(file):
    with file.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Pelaksanaan Sambang"]
        assert [item.title for item in outline.root[0].children] == ["Alur"]


def test_source_travels_inside(file):
    ((name, source),) = file.attachments.items()
    assert (name, source.get_file().read_bytes()) == (SOURCE.name, SOURCE.data)
    assert source.get_file().mime_type == SOURCE.mime
    assert source.get_file().mod_date == SOURCE.modified
    assert [str(item.AFRelationship) for item in file.Root.AF] == ["/Source"]


# The structure tree


def test_running_foot_is_an_artifact(file):
    for page in file.pages:
        marks = [
            operands[1]
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert [str(mark.Type) for mark in marks] == ["/Pagination"] * 2


def test_figures_have_text_and_their_place_on_the_page(file, pages):
    figures = elements(file, "/Figure")
    assert {str(figure.Alt) for figure in figures} == {
        "Lambang",
        "Lambang lain",
        "Proses: ke langkah berikut",
    }
    height = pages.document.pages[0].height
    row = pdf.anchors(pages)["k1"][0]
    first = next(figure for figure in figures if str(figure.Alt).startswith("Proses"))
    _, y0, _, y1 = (float(side) for side in first.A.BBox)
    assert height - row.y1 < y0 / 0.75 < y1 / 0.75 < height - row.y0


def test_matrix_cell_names_number_group_and_performer(root):
    table = """<thead><tr><th rowspan="2" scope="col">No</th><th colspan="2" scope="colgroup">Pelaksana</th>
    <th rowspan="2" scope="col">Ket</th></tr><tr><th scope="col">A</th><th scope="col">B</th></tr>
    <tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></thead>
    <tbody><tr><th scope="row" rowspan="2">1</th><td>a</td><td rowspan="2">b</td><td>c</td></tr>
    <tr><td>d</td><td>e</td></tr></tbody>"""
    no, group, ket, a, b, row = "012345"
    numbers = [[no], [group, a], [group, b], [ket]]
    assert heads(table, root) == [
        *numbers,
        [row, group, a],
        [row, group, b],
        [row, ket],
        [row, group, a],
        [row, ket],
    ]


def test_spans_cut_by_a_page_break_keep_their_columns(root):
    style = "<style>@page { size: 300px 200px; margin: 20px }</style>"
    row = '<tr><td rowspan="8">a</td><td>1</td><td rowspan="8">b</td></tr>' + "<tr><td>2</td></tr>" * 7
    table = '<thead><tr><th scope="col">A<th scope="col">B<th scope="col">C</thead>' + row * 3
    page = f'<html lang="id"><title>t</title>{style}<table>{table}</table>'
    pages = pdf.layout(page, root=root)
    assert len(pages.document.pages) > 3
    assert failures(pdf.pdf(pages, METADATA)) == []


def test_identity_cell_names_only_its_own_head(root):
    table = """<tr><th scope="row">Nomor</th><td>7</td><th scope="row">Tanggal</th><td>2</td></tr>
    <tr><th colspan="2" scope="col">Dasar</th><th colspan="2" scope="col">Kualifikasi</th></tr>
    <tr><td colspan="2">a</td><td colspan="2">b</td></tr>
    <tr><th colspan="2" scope="col">Peringatan</th><th colspan="2" scope="col">Pencatatan</th></tr>
    <tr><td colspan="2">c</td><td colspan="2">d</td></tr>"""
    assert heads(table, root) == [["0"], ["1"], ["2"], ["3"], ["4"], ["5"]]
    assert heads(table, root, "/TH") == [[], [], [], [], [], []]


# The signature


def key_and_certificate(folder: Path) -> signers.SimpleSigner:
    """A throwaway signer whose certificate is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Kapolres (uji)")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(*[True, True, *[False] * 3, True, *[False] * 3]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "sertifikat.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "kunci.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return signers.SimpleSigner.load(str(folder / "kunci.pem"), str(folder / "sertifikat.pem"))


class KeepsMetadata(IncrementalPdfFileWriter):
    """An incremental writer that leaves the XMP packet alone."""

    def _update_meta(self):
        pass


class Unmarked(BaseStampStyle):
    """A signature that changes no appearance."""

    def create_stamp(self, writer, box, text_params):
        return None


def signed(content: bytes, signer: signers.SimpleSigner) -> bytes:
    """The PDF with a certifying PAdES signature in the prepared field."""
    how = signers.PdfSignatureMetadata(
        field_name=pdf.FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    pen = signers.PdfSigner(how, signer=signer, stamp_style=Unmarked())
    writer = KeepsMetadata(io.BytesIO(content))
    return pen.sign_pdf(writer, existing_fields_only=True).getvalue()


def test_signature_field_is_prepared_over_its_place(file, pages):
    (field,) = file.Root.AcroForm.Fields
    assert (field.FT, field.T, "/V" in field) == ("/Sig", "pengesahan", False)
    assert str(field.TU) == "Tempat tanda tangan elektronik Kapolres Gorontalo Kota"
    assert field.F == 4
    (box,) = pdf.anchors(pages)["pengesahan"]
    page = file.pages[box.page]
    assert page.obj == field.P
    assert field in list(page.Annots)
    height = float(page.MediaBox[3])
    rectangle = [box.x0 * 0.75, height - box.y1 * 0.75, box.x1 * 0.75, height - box.y0 * 0.75]
    assert [float(side) for side in field.Rect] == pytest.approx(rectangle, abs=1e-3)
    assert rectangle[2] - rectangle[0] == pytest.approx(150)


def test_signature_field_stands_where_it_is_read(file):
    (form,) = elements(file, "/Form")
    assert [kid.Type for kid in form.K] == ["/OBJR"]
    assert form.K[0].Obj == file.Root.AcroForm.Fields[0]
    entries = list(file.Root.StructTreeRoot.ParentTree.Nums)
    assert entries[entries.index(form.K[0].Obj.StructParent) + 1] == form
    around = form.P.P
    assert [kid.S for kid in around.K] == ["/P", "/Div", "/P"]


def test_conforms_when_signed(content, tmp_path):
    signer = key_and_certificate(tmp_path)
    result = signed(content, signer)
    assert result.startswith(content)
    assert failures(result) == []
    (signature,) = PdfFileReader(io.BytesIO(result)).embedded_signatures
    trust = ValidationContext(trust_roots=[signer.signing_cert])
    status = validate_pdf_signature(signature, trust)
    assert status.bottom_line
    assert status.docmdp_ok


# The bytes

BUILD = """
import sys
from pathlib import Path
import test_pdf as t
pages = t.pdf.layout(t.document(), root=t.project(Path(sys.argv[1])))
sys.stdout.buffer.write(t.pdf.pdf(pages, t.METADATA, t.SOURCE))
"""


def built(folder: Path, seed: str, epoch: str, zone: str) -> bytes:
    """The document built by another process, in another directory, with another clock and hash seed."""
    here = Path(__file__).parent
    surroundings = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)]),
        "PYTHONHASHSEED": seed,
        "SOURCE_DATE_EPOCH": epoch,
        "TZ": zone,
    }
    command = [sys.executable, "-c", BUILD, str(folder / "proyek")]
    return subprocess.run(command, env=surroundings, check=True, capture_output=True, cwd=folder).stdout


def test_same_bytes_in_two_processes_and_directories(tmp_path):
    (tmp_path / "dalam" / "sekali").mkdir(parents=True)
    first = built(tmp_path, "1", "0", "UTC")
    second = built(tmp_path / "dalam" / "sekali", "2", "1700000000", "Asia/Makassar")
    assert first == second
    assert str(tmp_path).encode() not in first


def test_same_bytes_when_written_or_laid_out_again(root, pages, content):
    assert pdf.pdf(pages, METADATA, SOURCE, signer="Kapolres Gorontalo Kota") == content
    cache = {}
    for _ in range(2):
        again = pdf.layout(document(), root=root, cache=cache)
    assert pdf.pdf(again, METADATA, SOURCE, signer="Kapolres Gorontalo Kota") == content


def test_the_environment_is_left_as_it_was(pages, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    pdf.pdf(pages, METADATA)
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


# The door


@pytest.fixture(scope="module")
def opened_paths():
    """Every file that Python opens and every host it calls, as long as the module runs."""
    seen = []
    events = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request"}
    sys.addaudithook(lambda event, args: event in events and seen.append((event, str(args[0]))))
    return seen


OUTSIDE = {
    "network picture": '<img alt="x" src="http://127.0.0.1:9/a.png">',
    "secure network picture": '<img alt="x" src="https://contoh.invalid/a.png">',
    "ftp": '<img alt="x" src="ftp://127.0.0.1/a.png">',
    "absolute file": '<img alt="x" src="file:///etc/passwd">',
    "host-less file": '<img alt="x" src="file:/etc/passwd">',
    "secret by its path": '<img alt="x" src="file://{outside}/rahasia.png">',
    "secret by the root's host": '<img alt="x" src="//proyek.invalid@127.0.0.1/a.png">',
    "encoded way up": '<img alt="x" src="%2e%2e/rahasia.png">',
    "encoded slash": '<img alt="x" src="..%2frahasia.png">',
    "way up in the middle": '<img alt="x" src="huruf/%2e%2e/%2e%2e/rahasia.png">',
    "symbolic link": '<img alt="x" src="tautan.png">',
    "symbolic link to a directory": '<img alt="x" src="atas/rahasia.png">',
    "NUL": '<img alt="x" src="a%00.png">',
    "style sheet": '<link rel="stylesheet" href="file://{outside}/rahasia.css">',
    "import": '<style>@import "http://127.0.0.1:9/a.css";</style>',
    "import of a file": "<style>@import url(file://{outside}/rahasia.css);</style>",
    "background": "<style>p {{ background: url(file://{outside}/rahasia.png) }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: x; src: url(file://{outside}/rahasia.ttf) }}</style>",
    "list mark": '<ul style="list-style-image: url(file://{outside}/rahasia.png)"><li>x</li></ul>',
    "generated content": "<style>p::before {{ content: url(file://{outside}/rahasia.png) }}</style><p>x</p>",
    "colour profile": "<style>@color-profile --x {{ src: url(file://{outside}/rahasia.icc) }}</style>",
    "picture in a picture": '<img alt="x" src="{picture}">',
    "picture in a background": '<p style="background: url({picture}) no-repeat">x</p>',
    "base": '<base href="file://{outside}/"><img alt="x" src="rahasia.png">',
    "object": '<object data="file://{outside}/rahasia.png">x</object>',
    "embed": '<embed src="file://{outside}/rahasia.png">',
    "inline picture": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<image href="file://{outside}/rahasia.png" width="9" height="9"/></svg>',
}


def told(name: str, outside: Path) -> str:
    """The page of one attempt to read what lies outside the project."""
    image = f'<image href="file://{outside}/rahasia.png" width="9" height="9"/>'
    picture = data_uri(f'<svg {SVG} width="9" height="9">{image}</svg>')
    body = OUTSIDE[name].format(outside=outside, picture=picture)
    return f'<html lang="id"><head><title>t</title></head><body><p>isi</p>{body}</body></html>'


@pytest.fixture
def walled(tmp_path):
    """A project with secrets beside it and links that lead to them."""
    root = project(tmp_path / "proyek")
    for name in ("png", "css", "ttf", "icc"):
        (tmp_path / f"rahasia.{name}").write_bytes((root / "logo.png").read_bytes())
    (root / "tautan.png").symlink_to(tmp_path / "rahasia.png")
    (root / "atas").symlink_to(tmp_path)
    return root


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_project_is_read(walled, opened_paths, name):
    before = len(opened_paths)
    with pytest.raises(SopgenError, match="di luar proyek"):
        pdf.pdf(pdf.layout(told(name, walled.parent), root=walled), METADATA)
    fresh = opened_paths[before:]
    assert [event for event, _ in fresh if event != "open"] == []
    assert [path for _, path in fresh if "rahasia" in path or "passwd" in path] == []


def test_pages_attach_no_file(walled, opened_paths):
    before = len(opened_paths)
    page = (
        f'<html lang="id"><title>t</title><link rel="attachment" href="file://{walled.parent}/rahasia.png">x'
    )
    content = pdf.pdf(pdf.layout(page, root=walled), METADATA)
    assert len(opened(content).attachments) == 0
    assert [path for _, path in opened_paths[before:] if "rahasia" in path] == []


def test_a_directory_is_not_a_file(root):
    with pytest.raises(SopgenError, match="tidak ditemukan"):
        pdf.layout('<html lang="id"><title>t</title><img alt="x" src="huruf">', root=root)


# What WeasyPrint says


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('<html lang="id"><img alt="x" src="tiada.png">', "tidak ditemukan di dalam proyek: tiada.png"),
        ('<html lang="id"><img src="logo.png">', "no required alt"),
        ("<html><p>x</p>", "lang"),
        ('<html lang="id"><a href="#tiada">x</a>', "#tiada"),
        ('<html lang="id"><img alt="x" src="data:image/svg+xml,%3Csvg">', "disusun: sebuah gambar, misalnya"),
        ('<html lang="id"><img alt="x" src="huruf/a.ttf">', "Failed to load image at 'huruf/a.ttf'"),
    ],
)
def test_a_faulty_page_is_refused(root, capfd, page, message):
    with pytest.raises(SopgenError, match=message):
        pdf.pdf(pdf.layout(page, root=root), METADATA)
    assert capfd.readouterr() == ("", "")


def test_warnings_are_returned_not_printed(root, capfd):
    pages = pdf.layout('<html lang="id"><style>p { buatan: 1 }</style><p>x</p>', root=root)
    assert [warning.split(",")[-1] for warning in pages.warnings] == [" unknown property."]
    assert not [ear for ear in logging.getLogger("weasyprint").handlers if "sopgen" in type(ear).__module__]
    assert capfd.readouterr() == ("", "")


def test_characters_without_a_glyph_are_told(root):
    pages = pdf.layout('<html lang="id"><title>t</title><p>ayat \ue000 huruf \u0378', root=root)
    pdf.pdf(pages, METADATA)
    assert pdf.unprintable(pages) == "\u0378\ue000"


# Places


def test_anchors_give_every_part_of_an_element(root):
    page = '<html lang="id"><style>@page { size: 200px 100px; margin: 10px } body { margin: 0 }</style>'
    page += '<div id="a" style="width: 50px">' + '<p style="height: 50px; margin: 0">x</p>' * 3 + "</div>"
    assert pdf.anchors(pdf.layout(page, root=root))["a"] == (
        pdf.Box(0, 10, 10, 60, 90),
        pdf.Box(1, 10, 10, 60, 90),
        pdf.Box(2, 10, 10, 60, 60),
    )


def test_weasyprint_is_imported_only_when_needed():
    check = "import sys, sopgen.pdf; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=Path(__file__).parent.parent)
