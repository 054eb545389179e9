# Understudy. `make serve` and `swift test` are all that a user needs.

BUILD = swift build -c release --static-swift-stdlib --product understudy
BINARY = .build/release/understudy
PREFIX ?= /usr/local
# More words for `understudy serve`, for example ARGS="--profile reference".
ARGS ?=
# Seconds for each fuzz target.
SECONDS_EACH ?= 600

.PHONY: build serve test soak interop bench fuzz bundle format lint install

build:
	$(BUILD)

serve: build
	@exec $(BINARY) serve $(ARGS)

test:
	swift test

# The randomised stories with many more seeds than `test` takes.
soak:
	UNDERSTUDY_SOAK_SEEDS=20 swift test --filter 'Devices that do anything in any order'

# The real third-party clients against the mocks; sets up what they need below .build/interop.
interop: build
	Tests/Interop/run.sh

bench: build
	python3 Tests/Benchmarks/workqueue.py
	python3 Tests/Benchmarks/provena.py
	python3 Tests/Benchmarks/oaio.py
	python3 Tests/Benchmarks/trove.py
	python3 Tests/Benchmarks/esgfpid.py
	python3 Tests/Benchmarks/worlds.py
	python3 Tests/Benchmarks/stubs.py
	python3 Tests/Benchmarks/verify.py
	python3 Tests/Benchmarks/contracts.py
	python3 Tests/Benchmarks/faults.py

fuzz:
	Tests/Fuzz/fuzz.sh $(SECONDS_EACH)

# After files were added to fixtures/ or contracts/, which the binary carries.
bundle:
	Sources/CBundle/bundle.sh

format:
	swift format -i -r -p Sources Tests Package.swift

lint:
	swift format lint --strict -r Sources Tests Package.swift

install: build
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/understudy
