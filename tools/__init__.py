"""What makes a release of sopgen itself: its SBOM, its wheel and sdist. Not part of the package."""
