"""The mark that a signed field shows: a page of another PDF, taken over as it is, its text and fonts too."""

from __future__ import annotations

import io
from typing import Any


def stamp(mark: bytes | None) -> Any:
    """A stamp style (pyHanko) that shows the only page of `mark`; without one the field stays as it is."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import BaseStampStyle

    class Mark(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: dict[str, Any]) -> Any:
            if mark is None:
                return None
            return _Appearance(writer.import_page_as_xobject(PdfFileReader(io.BytesIO(mark))))

    return Mark()


class _Appearance:
    """What pyHanko puts into the field's annotation."""

    def __init__(self, form: Any) -> None:
        self.form = form

    def apply_appearance(self, annotation: Any) -> None:
        """Show the form; the annotation keeps all else, its text for screen readers above all."""
        from pyhanko.pdf_utils import generic

        annotation["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): self.form})
