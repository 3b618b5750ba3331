"""What comes with sopgen: its version, and the templates, of which the project's own win."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def version(name: str = "sopgen") -> str:
    """The version of an installed package; empty where it is not installed, but run from its sources."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(name)
    except PackageNotFoundError:
        return ""


def templates(project: Path, package: Path = PACKAGE) -> tuple[Path, ...]:
    """The template directories to search, in order; a template found earlier hides its namesakes later.

    `project` is the directory that holds `sop_sources/`; its `templates/` wins where there is one.
    `package` is the installed package: a wheel carries the templates inside it, a checkout beside it.
    """
    own = project.resolve() / "templates"
    shipped = shipped_templates(package)
    return (own, shipped) if own.is_dir() and own != shipped else (shipped,)


def shipped_templates(package: Path = PACKAGE) -> Path:
    """The templates that come with sopgen: inside the package when installed, beside it in a checkout."""
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"
