"""The command line: arguments in, one function called, text out, exit code.

Exit codes: 0 clean, 1 findings, 2 cannot run, 3 a bug, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback

import click

from sopgen.cli import indonesian
from sopgen.cli.build import build
from sopgen.cli.draw import chart, flow, map_
from sopgen.cli.schema import schema
from sopgen.diagnostic import SopgenError

CLEAN, FINDINGS, CANNOT_RUN, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@click.group(
    options_metavar="[PILIHAN]",
    subcommand_metavar="PERINTAH ...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Mulai dari sini: sopgen build. Bantuan tiap perintah: sopgen PERINTAH --help.",
)
@click.version_option(package_name="sopgen", message="sopgen %(version)s", help="Tampilkan versi.")
def program() -> None:
    """Membuat dokumen SOP resmi (PDF dan HTML) dari berkas YAML menurut Permenpan RB 35/2012."""


for command in (build, flow, chart, map_, schema):
    program.add_command(command)


def main() -> None:
    """Run the program and leave with its exit code."""
    indonesian.speak()
    try:
        code = program(prog_name="sopgen", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else CLEAN)
    except click.Abort:
        _tell("Dihentikan.")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT_RUN)
    except KeyboardInterrupt:
        _tell("Dihentikan.")
        sys.exit(INTERRUPTED)
    except SopgenError as error:
        _tell(f"sopgen: {error}")
        sys.exit(CANNOT_RUN)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLEAN)
    except Exception:
        _tell("Ini kesalahan sopgen, bukan kesalahan Anda. Kirim teks berikut kepada pengembang:")
        _tell(traceback.format_exc())
        sys.exit(BUG)


def _tell(text: str) -> None:
    click.echo(text, err=True)
