# Builds, tests and installs unmoor. The targets:
#
#   make            build/unmoor           (SAN=1: build/san/unmoor with ASan and UBSan)
#   make demo       install what is missing, build, scan the example estate
#   make check      install what is missing, run every test
#   make bless CASE=area/case              accept a golden case's new output
#   make fuzz       libFuzzer targets, FUZZ_SECONDS each
#   make bench      the ratios of tests/bench
#   make format     clang-format over our files
#   make setup      the distribution's packages and the grammars
#   make install    DESTDIR and PREFIX are honoured
#   make clean
#
# Sources are found by wildcard: a new .c file needs no line here. A new
# grammar is one line in analyzers/code/grammars/package.json and one word in
# GRAMMARS.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh
export LC_ALL := C.UTF-8

PREFIX ?= /usr/local
DESTDIR ?=
OPT ?= -O2 -g
WERROR ?= -Werror
FUZZ_SECONDS ?= 60

# name -> tree-sitter-name/src; name/part -> tree-sitter-name/part/src;
# @scope/package -> as it is written.
GRAMMARS := bash python

LIBRARIES := glib-2.0 libgit2 sqlite3 tree-sitter libcgraph libcjson libfyaml \
	libxml-2.0 libarchive libseccomp zlib

# ---- folders and sources -------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
B := build$(if $(SAN),/san)
GEN := build/gen
FOLDERS := scanner analyzers graph output cli

find-sources = $(sort $(shell find $(wildcard $(1)) -name node_modules -prune \
	-o -name '$(2)' -type f -print))
SOURCES := $(call find-sources,$(FOLDERS),*.c)
OBJECTS := $(SOURCES:%.c=$(B)/obj/%.o) $(B)/obj/scm.o
LIBRARY := $(B)/libunmoor.a
SCM := $(sort $(wildcard analyzers/code/languages/*.scm))

UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_TESTS := $(UNIT_SOURCES:%.c=$(B)/%)
BENCH_SOURCES := $(sort $(wildcard tests/bench/*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))

# ---- flags ---------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wwrite-strings -Wundef $(WERROR)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2

# The libraries' headers are system headers: their warnings are not ours.
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags \
	$(LIBRARIES) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null)

CPPFLAGS += -D_GNU_SOURCE -I. -I$(GEN) $(PKG_CFLAGS)
CFLAGS += -std=c11 $(WARNINGS) $(OPT) $(if $(SAN),$(SANITIZE),$(HARDEN))
LDFLAGS += -Wl,--as-needed -Wl,-z,relro,-z,now $(if $(SAN),$(SANITIZE))
LDLIBS += $(PKG_LIBS) -lpthread -lm

COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP
LINK = $(CC) $(CFLAGS) $(LDFLAGS)

# ---- the program ---------------------------------------------------------

.PHONY: all unit setup demo check bench fuzz format install bless clean FORCE
.SECONDARY:

all: $(B)/unmoor

$(B)/unmoor: $(B)/obj/cli/main.o $(LIBRARY) $(B)/link.flags
	$(LINK) -o $@ $(B)/obj/cli/main.o $(LIBRARY) $(GRAMMAR_ARCHIVES) $(LDLIBS)

# Everything but main(): what tests, benches and the program itself link.
$(LIBRARY): $(filter-out $(B)/obj/cli/main.o,$(OBJECTS)) $(B)/link.flags
	@rm -f $@
	ar rcsT $@ $(filter %.o,$^)

$(B)/obj/%.o: %.c $(B)/compile.flags | $(GEN)/scm.h $(GEN)/analyzers_id.h
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(B)/obj/scm.o: $(GEN)/scm.c $(B)/compile.flags
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# Changed flags compile again; a changed list of sources links again.
keep = if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(B)/compile.flags: FORCE
	@pkg-config --exists $(LIBRARIES) || { \
	echo "make: libraries are missing; 'make setup' installs them" >&2; \
	exit 1; }
	@mkdir -p $(@D); echo '$(COMPILE)' >$@.new; $(keep)

$(B)/link.flags: FORCE
	@mkdir -p $(@D); echo '$(LINK) $(LDLIBS) $(OBJECTS)' >$@.new; $(keep)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:=.d)

# ---- generated sources ---------------------------------------------------

# analyzers/code/languages/<name>.scm is scm_<name> in the program.
$(GEN)/scm.h $(GEN)/scm.c &: $(SCM) $(GEN)/scm.list build.sh
	sh build.sh scm $(GEN) $(SCM)

$(GEN)/scm.list: FORCE
	@mkdir -p $(@D); echo '$(SCM)' >$@.new; $(keep)

# The cache of facts is keyed by everything that can change a fact.
$(GEN)/analyzers_id.h: FORCE
	@mkdir -p $(@D); sh build.sh analyzers-id $(LIBRARIES) >$@.new; $(keep)

# ---- grammars ------------------------------------------------------------

GRAMMAR_FOLDER := analyzers/code/grammars
GRAMMAR_STAMP := $(GRAMMAR_FOLDER)/node_modules/.package-lock.json
GRAMMAR_ARCHIVES := $(GRAMMARS:%=build/grammars/%.a)

$(GRAMMAR_STAMP): $(GRAMMAR_FOLDER)/package.json \
		$(GRAMMAR_FOLDER)/package-lock.json
	cd $(GRAMMAR_FOLDER) && npm ci --ignore-scripts --legacy-peer-deps \
		--no-audit --no-fund
	touch $@

build/grammars/%.a: $(GRAMMAR_STAMP) build.sh
	sh build.sh grammar $(GRAMMAR_FOLDER)/node_modules $* $@ $(CC)

$(B)/unmoor: $(GRAMMAR_ARCHIVES)

# ---- installing what is needed -------------------------------------------

setup:
	sh packages.sh packages.txt tests/packages.txt
	$(MAKE) $(GRAMMAR_STAMP)

# ---- running it ----------------------------------------------------------

demo:
	sh packages.sh packages.txt
	$(MAKE) all
	UNMOOR=$(CURDIR)/$(B)/unmoor sh examples/demo.sh

check:
	sh packages.sh packages.txt tests/packages.txt
	sh tests/check.sh

bless:
	$(MAKE) all
	UNMOOR=$(CURDIR)/$(B)/unmoor sh tests/golden/bless.sh $(CASE)

format:
	git ls-files -co --exclude-standard '*.c' '*.h' | \
	while read -r f; do [ ! -e "$$f" ] || echo "$$f"; done | \
	xargs -r clang-format -i

clean:
	rm -rf build

# ---- tests that are compiled ---------------------------------------------

unit: $(UNIT_TESTS)

$(B)/tests/unit/%: tests/unit/%.c $(LIBRARY) $(B)/link.flags \
		$(B)/compile.flags $(GRAMMAR_ARCHIVES)
	@mkdir -p $(@D)
	$(COMPILE) -MF $@.d -MT $@ $(LDFLAGS) -o $@ $< $(LIBRARY) \
		$(GRAMMAR_ARCHIVES) $(LDLIBS)

# ---- installation --------------------------------------------------------

DOC := $(DESTDIR)$(PREFIX)/share/doc/unmoor

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/unmoor \
		$(DOC)/grammars
	install -m 755 $(B)/unmoor $(DESTDIR)$(PREFIX)/bin/unmoor
	install -m 644 LICENSE $(wildcard README.md docs/licences.md) $(DOC)
	for f in $(wildcard docs/*.schema.json output/*.schema.json); do \
		install -m 644 $$f $(DESTDIR)$(PREFIX)/share/unmoor || exit 1; \
	done
	sh build.sh notices $(GRAMMAR_FOLDER)/node_modules $(DOC)/grammars \
		$(GRAMMARS)
