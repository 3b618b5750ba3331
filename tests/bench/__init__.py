"""How fast and how large: `make bench`, or `python -m tests.bench --scale 0.1` for a quick look."""
