# Two commands matter: `make build` and `make test`. Each sets up what is missing, then works.
# The stamps in .venv make a second run cheap; `rm -rf .venv` starts afresh.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PORT ?= 8000
JOBS ?= auto
ARGS ?=
N ?=
SEED ?= 1
ONLY ?=
PIP := -m pip --disable-pip-version-check -qq install
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" .venv/lock/bin/pip-compile -q --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

export PYTHON

.PHONY: help
help: ## Daftar perintah ini
	@echo "Pemakaian: make PERINTAH"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: build
build: .venv/runtime ## Siapkan yang belum ada, lalu buat dokumen semua SOP di build/ (ARGS="-v" dan lain-lain)
	$(BIN)/sopgen build $(ARGS)

.PHONY: serve
serve: build ## Buat, lalu tampilkan build/ di http://127.0.0.1:8000 (PORT=...)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory build $(PORT)

.PHONY: test
test: .venv/dev ## Siapkan yang belum ada, lalu jalankan semua pengujian (ARGS="--update" dan lain-lain)
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

.PHONY: lint
lint: .venv/dev ## Format, gaya, tipe, dan batas antar-lapisan
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: check
check: lint test ## Semua pemeriksaan sebelum commit: lint, pengujian, dokumentasi mutakhir

.PHONY: format
format: .venv/dev ## Rapikan format kode
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: .venv/runtime ## Tulis ulang docs/rules/ dari aturan-aturannya
	$(BIN)/sopgen explain -o docs/rules

.PHONY: release
release: .venv/dev ## Perlihatkan penerbitan dari awal sampai akhir, dengan otoritas percobaan
	@$(BIN)/python -m tests.demo

.PHONY: fuzz
fuzz: .venv/dev ## Beri masukan jahat: make fuzz N=5000 SEED=1; satu lagi dengan ONLY=pdf:7
	$(BIN)/python -m tests.fuzz --count $(or $(N),5000) --seed $(SEED) --only "$(ONLY)"

.PHONY: fuzz-verify
fuzz-verify: .venv/dev ## Palsukan N dokumen bertanda tangan (SEED=...); tidak satu pun boleh dinyatakan utuh
	$(BIN)/python -m tests.fuzz_verify $(or $(N),20000) $(SEED)

.PHONY: bench
bench: .venv/dev ## Ukur kecepatan dan memori (bukan pengujian)
	$(BIN)/python -m tests.bench

.PHONY: foreign
foreign: .venv/dev ## Buat ulang dokumen uji di tests/foreign/ dengan LibreOffice (ARGS="nama ...")
	@./setup.sh foreign
	$(BIN)/python -m tests.foreign.make $(ARGS)

.PHONY: lock
lock: .venv/lock/made ## Kunci ulang versi semua pustaka (ARGS="--upgrade" memutakhirkan)
	echo "pip-tools==7.*" | $(COMPILE) $(ARGS) -o pip-tools.lock -
	$(COMPILE) $(ARGS) --all-build-deps -o requirements.lock pyproject.toml
	$(COMPILE) $(ARGS) --all-build-deps --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

.PHONY: sbom
sbom: .venv/dev ## Tulis SBOM (CycloneDX) dan lisensi semua pustaka yang dipakai sopgen ke dist/
	$(BIN)/python -m tools.sbom dist

.PHONY: dist
dist: .venv/dev ## Buat rilis sopgen sendiri di dist/ dari commit terakhir: wheel, sdist, SBOM, lisensi, SHA256SUMS
	rm -rf dist
	$(BIN)/python -m tools.dist dist

.PHONY: clean
clean: ## Hapus hasil build dan berkas sementara
	find build -mindepth 1 ! -name .gitkeep -delete
	rm -rf dist .sopgen-cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find sopgen tests -name __pycache__ -prune -exec rm -rf {} +

# ---- set-up ---------------------------------------------------------------------------------------------

.PHONY: system-build system-test
system-build:
	@./setup.sh build
system-test:
	@./setup.sh test

# A virtual environment knows its own address, so one that was moved or copied along is made anew.
.PHONY: moved
.venv/home: $(if $(subst x$(CURDIR),,x$(shell cat .venv/home 2>/dev/null)),moved) | system-build
	@echo "Membuat lingkungan Python .venv"
	@"$$(./setup.sh python)" -m venv --clear .venv
	@printf '%s\n' "$(CURDIR)" > $@

.venv/runtime: requirements.lock pyproject.toml .venv/home | system-build
	@echo "Memasang pustaka dari requirements.lock"
	@$(BIN)/python $(PIP) --require-hashes -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# pip-tools pins pip, too: an environment of its own, so that it changes nothing in the other.
.venv/lock/made: pip-tools.lock .venv/home
	@"$$(./setup.sh python)" -m venv --clear .venv/lock
	@.venv/lock/bin/python $(PIP) --require-hashes -r pip-tools.lock
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime | system-test
	@echo "Memasang pustaka pengujian dari requirements-dev.lock"
	@$(BIN)/python $(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
