# Everything a checkout needs is set up by the target that needs it.
PYTHON := $(shell command -v python3.11 || command -v python3)
VENV_PYTHON := .venv/bin/python
SETUP := "$(PYTHON)" scripts/bootstrap.py

.PHONY: help run test bench format lock python

help: python
	@$(SETUP)
	@echo 'make run     協働ポータルを動かします（PORT=8001 make run で番号を変えられます）'
	@echo 'make test    すべての検査をします'
	@echo 'make bench   速さを測ります'
	@echo 'make format  書式を整えます'
	@echo 'make lock    requirements/*.in から requirements/*.txt を作り直します'

python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 以上が要ります。Debian では apt install python3.11 python3-venv'; \
	  echo 'Python 3.11 or newer is needed.'; exit 1; }

run: python
	@$(SETUP) local
	@exec $(VENV_PYTHON) -m koganei_kyodo.run_local --stop-with-parent

test: python
	@$(SETUP) local dev
	@exec $(VENV_PYTHON) -m scripts.check

bench: python
	@$(SETUP) local dev
	@exec $(VENV_PYTHON) -m scripts.with_database -m benchmarks

format: python
	@$(SETUP) local dev
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_PYTHON) -m djlint --reformat --quiet templates || true # 1 means that it changed a file
	@$(VENV_PYTHON) -m ruff check --fix .

lock: python
	@$(SETUP)
	@exec "$(PYTHON)" scripts/lock.py
