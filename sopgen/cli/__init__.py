"""The command line: arguments in, one function called, text out, exit code.

Exit codes: 0 clean, 1 findings, 2 cannot run, 3 a bug, 130 interrupted.
"""

from __future__ import annotations

import importlib
import signal
import sys

import click

from sopgen.cli import indonesian
from sopgen.diagnostic import SopgenError

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
    # Told to end, the program ends as it does at Ctrl-C: with its workers, and nothing half written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = program(prog_name="sopgen", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else CLEAN)
    except (click.Abort, KeyboardInterrupt):
        _tell("Dihentikan.")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT_RUN)
    except SopgenError as error:
        _tell(f"sopgen: {error}")
        sys.exit(CANNOT_RUN)
    except OSError as error:
        from sopgen.record import why

        _tell(f"sopgen: {error.filename or 'Keluaran'} tidak dapat dibaca atau ditulis: {why(error)}.")
        sys.exit(CANNOT_RUN)
    except Exception:
        import traceback

        _tell("Ini kesalahan sopgen, bukan kesalahan Anda. Kirim teks berikut kepada pengembang:")
        _tell(traceback.format_exc())
        sys.exit(BUG)


def _tell(text: str) -> None:
    click.echo(text, err=True)
