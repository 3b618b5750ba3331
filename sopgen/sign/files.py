"""Files that the signer names: keys, certificates, lists of revoked ones."""

from __future__ import annotations

from pathlib import Path

from sopgen import regular
from sopgen.diagnostic import SopgenError


def read(path: Path) -> bytes:
    """A file's content. Raises SopgenError where it can't be read."""
    try:
        return regular.read(path)
    except FileNotFoundError:
        raise SopgenError(f"{path} tidak ada.") from None
    except IsADirectoryError:
        raise SopgenError(f"{path} sebuah folder, bukan berkas.") from None
    except PermissionError:
        raise SopgenError(f"{path} tidak boleh dibaca: tidak ada izin.") from None
    except OSError as error:
        raise SopgenError(f"{path} tidak dapat dibaca: {error.strerror}.") from None
