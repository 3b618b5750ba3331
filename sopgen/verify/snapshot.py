"""What a PDF holds at one moment of its life, in hashes: two of them tell what was changed, and where.

Read with qpdf (pikepdf), which has nothing in common with the reader that judges the signatures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

from sopgen.verify.annotation import Annotation, annotation
from sopgen.verify.metadata import metadata
from sopgen.verify.tree import DEEPEST, array, field_type, full_name, inherited

T = TypeVar("T")

_SKIPPED = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Pg", "/Obj", "/Length"})
"""Keys that lead back up, or out of what is looked at."""

_MAPS = frozenset({
    "/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs",
    "/N",
})  # fmt: skip
"""Keys of dictionaries whose own keys are names that the author chose, `/P` if he likes."""

_LARGEST = 2_000_000
"""Objects walked through at the most; a document of ours has some ten thousand."""

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page by its parts, each a hash."""

    content: str
    fonts: str
    pictures: str
    rest: str
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its type, whether it is a signature that was made, and its value as a hash."""

    kind: str
    is_filled: bool
    is_stamp: bool
    value: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that counts of a document. `catalogue` are its other entries, `structure` the tags by element.

    `is_mended` tells that its cross-reference table is broken and the reader had to guess.
    """

    root: str
    sheets: tuple[Sheet, ...]
    files: Mapping[str, str]
    fields: Mapping[str, Field]
    catalogue: Mapping[str, str]
    structure: Mapping[str, int] = field(default_factory=dict)
    store: Mapping[str, int] = field(default_factory=dict)
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    is_mended: bool = False


def snapshot(content: bytes) -> Snapshot:
    """Read a PDF, or what it was at the end of one of its revisions; raises what pikepdf raises."""
    import pikepdf

    try:
        return _taken(content, is_mended=False)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        return _taken(content, is_mended=True)


def _taken(content: bytes, *, is_mended: bool) -> Snapshot:
    import pikepdf

    with pikepdf.open(
        BytesIO(content), inherit_page_attributes=False, attempt_recovery=is_mended, suppress_warnings=True
    ) as file:
        walk = _Walk(file)
        root = file.Root
        entries = metadata(file, walk.digest)  # before pikepdf mends what it opens for the title
        return Snapshot(
            str(root.objgen),
            tuple(_sheet(page.obj, walk) for page in file.pages),
            _named(_files(root, walk)),
            _named(_fields(root, walk)),
            {key: walk.digest(root[key]) for key in map(str, root.keys()) if key not in _ELSEWHERE},
            _counted(_elements(root, walk)),
            _counted(_stored(root)),
            _title(file),
            entries,
            is_mended,
        )


_ELSEWHERE = frozenset({"/Pages", "/AcroForm", "/StructTreeRoot", "/DSS", "/AF", "/Names"})


class _Walk:
    """Hashes of objects with all that hangs on them; pages are named by their number, the catalogue is named
    too, and neither is walked into: a signature that closes the document refers to it."""

    def __init__(self, file: Any) -> None:
        self.named = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        self.named[file.Root.objgen] = -1
        self.streams: dict[tuple[int, int], str] = {}
        self.left = _LARGEST

    def digest(self, value: Any, skipped: frozenset[str] = frozenset(), *, is_map: bool = False) -> str:
        """The hash of a value; `is_map` where its own keys mean nothing."""
        whole = hashlib.sha256()
        self._feed(value, whole, {}, skipped if is_map else skipped | _SKIPPED, 0)
        return whole.hexdigest()

    def _feed(
        self, value: Any, whole: Any, seen: dict[Any, int], skipped: frozenset[str], depth: int
    ) -> None:
        import pikepdf

        self.left -= 1
        if self.left < 0 or depth > DEEPEST:
            raise ValueError("too many objects")
        kinds = pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array
        if not isinstance(value, kinds):
            whole.update(_scalar(value))
            return
        key = value.objgen if value.is_indirect else None
        if key in self.named and depth:
            whole.update(b"page %d;" % self.named[key])
            return
        if key in seen:
            whole.update(b"again %d;" % seen[key])
            return
        if key:
            seen[key] = len(seen)
        self._feed_parts(value, whole, seen, skipped, depth)

    def _feed_parts(
        self, value: Any, whole: Any, seen: dict[Any, int], skipped: frozenset[str], depth: int
    ) -> None:
        import pikepdf

        if isinstance(value, pikepdf.Array):
            whole.update(b"[%d;" % len(value))
            for part in value.as_list():
                self._feed(part, whole, seen, _SKIPPED, depth + 1)
            return
        for name in sorted(map(str, value.keys())):
            if name not in skipped:
                whole.update(name.encode() + b";")
                below = frozenset[str]() if name in _MAPS else _SKIPPED
                self._feed(value.get(name), whole, seen, below, depth + 1)
        if isinstance(value, pikepdf.Stream):
            whole.update(self._stream(value).encode())

    def _stream(self, value: Any) -> str:
        key = value.objgen
        if key not in self.streams or key == (0, 0):
            self.streams[key] = hashlib.sha256(value.read_raw_bytes()).hexdigest()
        return self.streams[key]


def _title(file: Any) -> str:
    """The title as the information dictionary and the metadata have it."""
    title = str(file.docinfo.get("/Title", "")) if "/Info" in file.trailer else ""
    try:
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
            other = str(data.get("dc:title", title))
    except (ValueError, SyntaxError, TypeError):
        return f"{title} (metadata rusak)"
    return title if other == title else f"{title} / {other}"


def _scalar(value: Any) -> bytes:
    import pikepdf

    if isinstance(value, pikepdf.String):
        return b"(" + bytes(value) + b");"
    return f"{type(value).__name__} {value};".encode("utf-8", "surrogateescape")


def _sheet(page: Any, walk: _Walk) -> Sheet:
    import pikepdf

    resources = inherited(page, "/Resources")
    resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
    named = frozenset({"/Font", "/XObject"})
    frame = [walk.digest(inherited(page, key)) for key in INHERITED if key != "/Resources"]
    rest = [walk.digest(page, frozenset({"/Annots", "/Contents", "/Resources", *INHERITED}))]
    annotations = page.get("/Annots")
    return Sheet(
        walk.digest(page.get("/Contents")),
        walk.digest(resources.get("/Font"), is_map=True),
        walk.digest(resources.get("/XObject"), is_map=True),
        " ".join([*frame, *rest, walk.digest(resources, named)]),
        tuple(
            annotation(one, page, walk.digest)
            for one in (annotations.as_list() if isinstance(annotations, pikepdf.Array) else ())
            if isinstance(one, pikepdf.Dictionary)
        ),
    )


def _files(root: Any, walk: _Walk) -> Iterator[tuple[str, str]]:
    """Attached files: those with a name in the catalogue, and those associated with the document."""
    import pikepdf

    names = root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for name, specification in pikepdf.NameTree(tree).items():
            yield f"{name}", walk.digest(specification)
    associated = root.get("/AF")
    for one in associated.as_list() if isinstance(associated, pikepdf.Array) else ():
        name = str(one.get("/UF", one.get("/F", "")))
        yield f"AF {name}", walk.digest(one)
    if isinstance(names, pikepdf.Dictionary):
        for key in map(str, names.keys()):
            if key != "/EmbeddedFiles":
                yield f"Names {key}", walk.digest(names[key])


def _fields(root: Any, walk: _Walk) -> Iterator[tuple[str, Field]]:
    import pikepdf

    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    stack = [(one, 0) for one in array(form.get("/Fields"))]
    while stack:
        one, depth = stack.pop()
        walk.left -= 1
        if not isinstance(one, pikepdf.Dictionary) or depth > DEEPEST or walk.left < 0:
            continue
        stack += [(kid, depth + 1) for kid in array(one.get("/Kids"))]
        if kind := field_type(one):
            yield full_name(one), _field(one, kind, walk)
    yield "", Field("", False, False, walk.digest(form, frozenset({"/Fields", "/SigFlags", "/DR"})))


def _field(one: Any, kind: str, walk: _Walk) -> Field:
    import pikepdf

    value = one.get("/V")
    filled = kind == "Sig" and isinstance(value, pikepdf.Dictionary)
    stamp = filled and str(value.get("/Type", "")) == "/DocTimeStamp"
    return Field(kind, filled, stamp, walk.digest(value))


def _elements(root: Any, walk: _Walk) -> Iterator[str]:
    """Each tag by what it is and says; a tag whose only content is a field counts as that."""
    import pikepdf

    tree = root.get("/StructTreeRoot")
    stack = [tree] if isinstance(tree, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while stack:
        one = stack.pop()
        walk.left -= 1
        if one.objgen in seen or walk.left < 0:
            continue
        if one.is_indirect:
            seen.add(one.objgen)
        kids = one.get("/K")
        below = kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]
        marks = [str(kid) for kid in below if isinstance(kid, int)]
        stack += [kid for kid in below if isinstance(kid, pikepdf.Dictionary)]
        texts = [
            str(one.get(key, "")) for key in ("/Type", "/S", "/Alt", "/ActualText", "/E", "/Lang", "/MCID")
        ]
        yield "|".join([*texts, *marks])


def _stored(root: Any) -> Iterator[str]:
    """What the document security store holds, each thing by its hash."""
    import pikepdf

    store = root.get("/DSS")
    if isinstance(store, pikepdf.Dictionary):
        for key in ("/Certs", "/OCSPs", "/CRLs"):
            for one in array(store.get(key)):
                if isinstance(one, pikepdf.Stream):
                    yield key + hashlib.sha256(one.read_bytes()).hexdigest()


def _named(pairs: Iterator[tuple[str, T]]) -> dict[str, T]:
    """All by name, also those that share one: the second is called `name (2)`."""
    found: dict[str, T] = {}
    counts: dict[str, int] = {}
    for name, value in pairs:
        counts[name] = counts.get(name, 0) + 1
        found[f"{name} ({counts[name]})" if counts[name] > 1 else name] = value
    return found


def _counted(texts: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return counts
