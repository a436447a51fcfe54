# What one does with Roost, in one place. `make help` lists it.
# ARGS goes to the program: make run ARGS="--listen 127.0.0.1:8080"

SHELL := /bin/bash
.DEFAULT_GOAL := help
ARGS ?=

RELEASE := swift build -c release --static-swift-stdlib --product roost
ROOST   := .build/release/roost
SWIFT_FILES := $(wildcard Sources Tests Benchmarks Fuzzing Package.swift)

.PHONY: run chat build test lint format browser irc-clients torture screenshots autobahn schemathesis fuzz tsan asan bench bench-quick bench-check overload soak clean help setup setup-tests

run: build ## start the server (installs and builds what is missing first)
	@exec $(ROOST) serve $(ARGS)

chat: build ## talk from this terminal (ARGS="--server URL" for another server)
	@exec $(ROOST) chat $(ARGS)

build: $(ROOST) ## build the program in release mode: .build/release/roost

# Asking make takes milliseconds, asking SwiftPM seconds. Folders count as well, for files that were removed.
$(ROOST): $(shell find Sources web Package.swift -not -path 'web/tests*')
	@scripts/setup
	@scripts/list-web
	@$(RELEASE)
	@touch $@

# The tests of the whole server run by themselves: they block threads that others would share.
test: setup-tests ## build and run every test
	swift build --build-tests
	scripts/test-swift --skip EndToEndTests
	scripts/test-swift --filter EndToEndTests
	node --test $(wildcard web/tests/*.test.js)
	Tests/Web/run.sh
	Tests/IRCClients/run.sh
	Tests/Torture/run.sh --short
	Tests/Overload/overload --short
	Benchmarks/run --smoke --roost .build/debug/roost

lint: setup ## check the format of the sources and the rules of the house
	swift format lint --strict --recursive $(SWIFT_FILES)
	swift test --filter ArchitectureTests

format: ## put the sources into the house's format
	swift format --in-place --recursive $(SWIFT_FILES)

browser: setup-tests ## test the page in a browser (ARGS="-k WORD" for some of it)
	@scripts/list-web
	swift build --product roost
	@Tests/Web/run.sh $(ARGS)

irc-clients: setup-tests ## test the IRC door with WeeChat and irssi (ARGS="-k WORD" for some of it)
	swift build --product roost
	@Tests/IRCClients/run.sh $(ARGS)

torture: setup-tests ## try to make the server lose a message (ARGS="--seed N --minutes M --faults kill,eio")
	swift build --product roost
	@Tests/Torture/run.sh $(ARGS)

screenshots: build setup-tests ## take the README's screenshots anew
	@scripts/screenshots $(ARGS)

autobahn: setup-tests ## judge the WebSocket codec by the Autobahn test suite
	@Tests/Autobahn/run.sh $(ARGS)

schemathesis: setup-tests ## hold the server's answers against its OpenAPI document
	@Tests/Schemathesis/run.sh $(ARGS)

fuzz: setup-tests ## run the fuzzers, ten minutes each (ARGS="TARGET SECONDS" for one)
	@Fuzzing/run.sh $(or $(ARGS),all 600)

tsan: setup-tests ## run the tests under Thread Sanitizer
	swift test --sanitize=thread --scratch-path .build/tsan $(ARGS)

# Without its leak check, which finds 144 bytes of the test runner's own.
asan: setup-tests ## run the tests under Address Sanitizer
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build/asan $(ARGS)

bench: setup ## measure beside other servers, which it installs after asking (Benchmarks/README.md says what)
	@Benchmarks/run $(ARGS)

bench-quick: setup ## the same with the fastest of them, in under five minutes
	@Benchmarks/run --quick $(ARGS)

bench-check: setup ## is Roost dearer than in the committed figures, as ratios to the floor?
	@Benchmarks/run --check $(ARGS)

overload: setup-tests build ## attack a server, and see that it bears it; about eight minutes
	@Tests/Overload/overload --roost $(ROOST) $(ARGS)

soak: setup-tests build ## a steady load for an hour (ARGS="--minutes N"): is everything flat?
	@Tests/Overload/soak --roost $(ROOST) $(ARGS)

clean: ## remove what was built; ./data stays
	rm -rf .build Benchmarks/.build Fuzzing/.build

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests
