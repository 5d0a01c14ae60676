# The commands of the README. Each does its own set-up.
.PHONY: site serve test bench eval mutate check format lock

# Material's notice about a MkDocs that is not this one; the versions here are locked.
export NO_MKDOCS_2_WARNING = 1

site:
	@.ci/setup
	.venv/bin/mkdocs build --strict

serve:
	@.ci/setup
	.venv/bin/mkdocs serve

test:
	@.ci/setup browser
	.venv/bin/pytest -n auto --dist loadfile --no-loadscope-reorder

# N=5,50,500 for other sizes, PEERS=none or PEERS=hugo for fewer peers, ROUNDS=3 for surer medians,
# LONG=1 to read every text up to 1 MB.
bench:
	@.ci/setup
	.venv/bin/python -m atlas.bench --places $(or $(N),5,50) --rounds $(or $(ROUNDS),1) \
	  --peers $(or $(PEERS),hugo,pagefind,mkdocs)
	.venv/bin/python -m atlas.evaluate.speed $(if $(LONG),--long)
	.venv/bin/python -m atlas.evaluate.runaway

eval:
	@.ci/setup
	.venv/bin/python -m atlas.evaluate

mutate:
	@.ci/setup
	.venv/bin/python -m atlas.evaluate.mutations

check:
	@.ci/setup
	.venv/bin/atlas check

format:
	@.ci/setup
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock:
	@.ci/setup
	.venv/bin/python -m pip install -q uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
	  --generate-hashes --no-emit-index-url --no-header -o .ci/requirements.txt pyproject.toml
