# Two commands do everything on a fresh Debian or Ubuntu machine with Rust and Node.js:
#   make run    install what is missing, build, open the window (without a display: audit the sample in the terminal)
#   make test   install what is missing, run every test, the real window included

.PHONY: run test lint fuzz bench train measure screens clean setup ui window

run: setup
	@scripts/run.sh

test: setup ui
	cargo build --workspace
	cargo test --workspace
	BROADSHEET_TEST_KEYRING=1 scripts/with-desktop.sh cargo test -p vault secret_service
	npm run check
	npm test
	npm run test:axe
	scripts/without-network.sh scripts/with-desktop.sh npm run test:e2e
	scripts/fuzz.sh 10

# Formatting and lints, over everything.
lint: ui
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm run check

# The readers of archives against bytes that look for their faults; as long as you like: make fuzz SECONDS=3600
fuzz:
	scripts/fuzz.sh $(SECONDS)

# Import + encryption + index + scan beside Python's json.loads of the same file; docs/performance.md has the figures.
bench:
	cargo build --release -p broadsheet -p xtask
	target/release/xtask bench

# Train the statistical model on the posts of training/; the same posts always give the same weights.
train:
	cargo run --release -q -p xtask -- train

# Precision and recall on unseen writers and on the development corpus; docs/accuracy.md has the figures.
measure:
	cargo run --release -q -p xtask -- measure

# Pictures of every screen of the real window, light and dark, into target/screens.
screens: setup window
	scripts/with-desktop.sh npm run screens

setup:
	@scripts/setup.sh

ui:
	npm run build

window: ui
	cargo build -p broadsheet-window

clean:
	cargo clean
	rm -rf node_modules ui/dist
