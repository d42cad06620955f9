# The same tasks as dev.py, for those who have make.
.PHONY: setup example check test expected bench fuzz serve docs
setup example check test expected bench fuzz serve:
	python3 dev.py $@
docs:
	@ls docs docs/decisions
