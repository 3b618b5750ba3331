"""What click itself says, in Indonesian."""

from __future__ import annotations

import importlib

_WORDS = {
    "Usage:": "Pemakaian:",
    "Usage": "Pemakaian",
    "Options": "Pilihan",
    "Commands": "Perintah",
    "Arguments": "Masukan",
    "[OPTIONS]": "[PILIHAN]",
    "COMMAND [ARGS]...": "PERINTAH ...",
    "Show this message and exit.": "Tampilkan bantuan ini.",
    "Show the version and exit.": "Tampilkan versi.",
    "Error: {message}": "sopgen: {message}",
    "Try '{command} {option}' for help.": "Lihat '{command} {option}' untuk bantuan.",
    "No such command {name!r}.": "Tidak ada perintah {name!r}.",
    "No such option: {name}": "Tidak ada pilihan {name}",
    "No such option {name!r}.": "Tidak ada pilihan {name!r}.",
    "Did you mean {possibility}?": "Maksud Anda {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Maksud Anda: {possibilities}?)",
    "(Possible options: {possibilities})": "(Yang ada: {possibilities})",
    "Invalid value: {message}": "Nilai tidak dapat dipakai: {message}",
    "Invalid value for {param_hint}: {message}": "Nilai {param_hint} tidak dapat dipakai: {message}",
    "Missing {param_type}": "Belum ada {param_type}",
    "Missing argument": "Belum ada masukan",
    "Missing option": "Belum ada pilihan",
    "argument": "masukan",
    "option": "pilihan",
    "Got unexpected extra argument ({args})": "Ada masukan berlebih ({args})",
    "Got unexpected extra arguments ({args})": "Ada masukan berlebih ({args})",
    "Option {name!r} requires an argument.": "Pilihan {name!r} memerlukan nilai.",
    "Option {name!r} does not take a value.": "Pilihan {name!r} tidak memakai nilai.",
    "{value!r} is not a valid {number_type}.": "{value!r} bukan angka bulat.",
    "{value} is not in the range {range}.": "{value} di luar batas {range}.",
    "{value!r} is not one of {choices}.": "{value!r} tidak dikenal; pilih dari {choices}.",
    "{value!r} is not {choice}.": "{value!r} tidak dikenal; pilih {choice}.",
    "{value!r} is not one of {choice}.": "{value!r} tidak dikenal; pilih dari {choice}.",
    "Aborted!": "Dihentikan.",
    "default: {default}": "bawaan: {default}",
    "(env var: '{var}')": "(variabel: '{var}')",
    "required": "wajib",
}

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types", "utils")


def speak() -> None:
    """Put our words in the place of click's; what it may say beyond them stays English."""
    for name in _MODULES:
        module = importlib.import_module(f"click.{name}")
        if hasattr(module, "_"):
            module.__dict__["_"] = lambda text: _WORDS.get(text, text)
        if hasattr(module, "ngettext"):
            module.__dict__["ngettext"] = lambda one, many, count: _WORDS.get(
                one if count == 1 else many, one if count == 1 else many
            )
