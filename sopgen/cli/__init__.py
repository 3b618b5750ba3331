"""The command line: arguments in, one function called, text out, exit code.

Exit codes: 0 clean, 1 findings, 2 cannot run, 3 a bug, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import signal
import sys

import click

from sopgen.cli import indonesian
from sopgen.diagnostic import SopgenError, printable

CLEAN, FINDINGS, CANNOT_RUN, BUG, INTERRUPTED = 0, 1, 2, 3, 130


COMMANDS = {
    "audit": "audit.audit",
    "build": "build.build",
    "chart": "draw.chart",
    "check": "check.check",
    "explain": "explain.explain",
    "flow": "draw.flow",
    "law": "law.law_",
    "map": "draw.map_",
    "release": "release.release",
    "schema": "schema.schema",
    "stats": "stats.stats",
    "verify": "verify.verify",
}
"""Each command and where it stands below this package."""


_MEGABYTE = 1024 * 1024
_LEAST = {"audit": 512, "build": 512, "release": 512, "verify": 512}
_LEAST_OF_ALL = 96
"""Megabytes of address space that commands need (measured); with less, libraries abort on their own."""


class _Commands(click.Group):
    """The commands, each imported when it is called for: checking need not wait for what drawing needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in COMMANDS:
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=COMMANDS, ctx=ctx)
        module, _, name = COMMANDS[cmd_name].partition(".")
        command: click.Command = getattr(importlib.import_module(f"sopgen.cli.{module}"), name)
        return command


def _version(context: click.Context, parameter: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from sopgen.assets import version

        click.echo(f"sopgen {version() or '(belum dipasang, dijalankan dari folder sumbernya)'}")
        context.exit()


@click.group(
    cls=_Commands,
    options_metavar="[PILIHAN]",
    subcommand_metavar="PERINTAH ...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Mulai dari sini: sopgen build. Bantuan tiap perintah: sopgen PERINTAH --help. Kode akhir: "
    "0 baik, 1 ada yang keliru, 2 tidak dapat bekerja, 3 kesalahan program, 130 dihentikan.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Tampilkan versi."
)
def program() -> None:
    """Membuat dokumen SOP resmi (PDF dan HTML) dari berkas YAML menurut Permenpan RB 35/2012."""


def main() -> None:
    """Run the program and leave with its exit code."""
    indonesian.speak()
    for stream in (sys.stdout, sys.stderr):
        # A file name need not be text, nor a terminal know every letter.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # Told to end, the program ends as it does at Ctrl-C: with its workers, and nothing half written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _refuse_little_memory(next((word for word in sys.argv[1:] if word in COMMANDS), ""))
        code = program(prog_name="sopgen", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else CLEAN)
    except (click.Abort, KeyboardInterrupt):
        _tell("Dihentikan.")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        # An argument may be the name of a stranger's file.
        vars(error)["message"] = printable(error.message)
        error.show()
        sys.exit(CANNOT_RUN)
    except SopgenError as error:
        _tell(f"sopgen: {error}")
        sys.exit(CANNOT_RUN)
    except OSError as error:
        from sopgen.record import why

        _tell(f"sopgen: {error.filename or 'Keluaran'} tidak dapat dibaca atau ditulis: {why(error)}.")
        sys.exit(CANNOT_RUN)
    except Exception as error:
        import traceback

        from sopgen.bounded import is_of_memory

        if is_of_memory(error):
            _tell("sopgen: Memori tidak cukup. Tutup program lain, atau pakai -j 1, lalu ulangi.")
            sys.exit(CANNOT_RUN)
        _tell("Ini kesalahan sopgen, bukan kesalahan Anda. Kirim teks berikut kepada pengembang:")
        _tell(*traceback.format_exc().splitlines())
        sys.exit(BUG)


def _refuse_little_memory(command: str) -> None:
    """Raises SopgenError where this process may not take the memory that a command needs (`ulimit -v`)."""
    with contextlib.suppress(ImportError):
        import resource

        bound = resource.getrlimit(resource.RLIMIT_AS)[0]
        least = _LEAST.get(command, _LEAST_OF_ALL)
        if bound != resource.RLIM_INFINITY and bound < least * _MEGABYTE:
            raise SopgenError(
                f"Memori tidak cukup: dibatasi {bound // _MEGABYTE} MB, perlu paling sedikit {least} MB "
                "(ulimit -v). Longgarkan batas itu, lalu ulangi."
            )


def _tell(*lines: str) -> None:
    from sopgen.cli.delivery import say

    say(*lines, err=True)
