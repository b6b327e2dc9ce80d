# The commands of the house. `make demo` and `make test` are all a newcomer needs; neither wants root.
.PHONY: setup demo test check bench lock translations documents

setup:  ## everything into .venv, as requirements.lock says; quick when nothing changed
	@tools/setup

demo: setup  ## the neighborhood's year on an embedded database, at http://127.0.0.1:8000
	@.venv/bin/haitang demo $(ARGS)

test: setup  ## checks, all tests on SQLite, then all but the browser's on PostgreSQL
	@tools/test

check: setup  ## style, types, contracts, migrations, translations, generated documents
	@tools/check

bench: setup  ## the goals of speed and size
	@.venv/bin/haitang bench $(ARGS)

lock: setup  ## resolve pyproject.toml anew and write requirements.lock
	@.venv/bin/python tools/lock.py

translations: setup  ## merge src/haitang/locale/parts/*.po and compile
	@.venv/bin/python tools/translations.py

documents: setup  ## write docs/limits.md and docs/glossary.md from the code
	@HAITANG_HOME=$$(mktemp -d) .venv/bin/python tools/documents.py
