# Builds, tests and installs unmoor. The targets:
#
#   make            build/unmoor           (SAN=1: build/san/unmoor with ASan and UBSan)
#   make demo       install what is missing, build, scan the example estate
#   make check      install what is missing, run every test
#                   (STAGES='house unit' runs only those of tests/check.sh)
#   make bless CASE=golden/area/case         accept a golden case's new output
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
MAKEFLAGS += --no-builtin-rules --no-print-directory
SHELL := /bin/sh
export LC_ALL := C.UTF-8

PREFIX ?= /usr/local
DESTDIR ?=
OPT ?= $(if $(SAN),-O1,-O2) -g
WERROR ?= -Werror
FUZZ_SECONDS ?= 60

# name -> tree-sitter-name/src; name/part -> tree-sitter-name/part/src;
# @scope/package -> as it is written.
GRAMMARS := bash c cpp python

# Either offers the API that scanner/mysql/mysql_client.c is written for.
MYSQL := $(shell pkg-config --exists mysqlclient && \
	! pkg-config --exists libmariadb && echo mysqlclient || \
	echo libmariadb)

LIBRARIES := glib-2.0 libgit2 sqlite3 tree-sitter libcgraph libcjson libfyaml \
	libxml-2.0 libarchive libpq libseccomp zlib $(MYSQL)

# ---- folders and sources -------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
ifdef FUZZ
CC := clang
endif
B := build$(if $(SAN),/san)$(if $(FUZZ),/fuzz)
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
BENCHES := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/bench/*.c)))
FUZZ_TARGETS := $(patsubst %.c,build/fuzz/%,$(sort \
	$(wildcard tests/fuzz/fuzz_*.c)))

# ---- flags ---------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wwrite-strings -Wundef $(WERROR)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
FUZZING := -fsanitize=fuzzer-no-link $(SANITIZE)
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2

# The libraries' headers are system headers: their warnings are not ours.
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags \
	$(LIBRARIES) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null)
# libclang 14 or newer, wherever it is; only its headers are compiled in.
LIBCLANG := $(shell sh build.sh libclang)

CPPFLAGS += -D_GNU_SOURCE -I. -I$(GEN) $(PKG_CFLAGS) $(LIBCLANG)
INSTRUMENT := $(if $(FUZZ),$(FUZZING),$(if $(SAN),$(SANITIZE),$(HARDEN)))
CFLAGS += -std=c11 $(WARNINGS) $(OPT) $(INSTRUMENT)
# Our symbols stay ours: libpg_query has a parser_init(), too. But clang's
# sanitizers must be seen by the libraries: else memory that only those point
# to looks lost.
LDFLAGS += -Wl,--as-needed $(if $(FUZZ),,-Wl,--exclude-libs,ALL) \
	-Wl,-z,relro,-z,now
LDLIBS += $(PKG_LIBS) -lpthread -lm

# The oracle of tests and benches, where it is installed; never in the program.
TEST_LIBS := $(if $(wildcard /usr/include/pg_query.h),-lpg_query)

# One short line a file; V=1 shows the commands.
say = $(if $(V),,@echo '  $(1) $(patsubst $(CURDIR)/%,%,$@)';)

COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP
LINK = $(CC) $(CFLAGS) $(LDFLAGS)

# ---- the program ---------------------------------------------------------

.PHONY: all unit setup demo check bench fuzz format install bless clean FORCE
.SECONDARY:

all: $(B)/unmoor

$(B)/unmoor: $(B)/obj/cli/main.o $(LIBRARY) $(B)/link.flags
	$(call say,LD)$(LINK) -o $@ $(B)/obj/cli/main.o $(LIBRARY) $(GRAMMAR_ARCHIVES) $(LDLIBS)

# Everything but main(): what tests, benches and the program itself link.
$(LIBRARY): $(filter-out $(B)/obj/cli/main.o,$(OBJECTS)) $(B)/link.flags
	@rm -f $@
	$(call say,AR)ar rcsT $@ $(filter %.o,$^)

$(B)/obj/%.o: %.c $(B)/compile.flags | $(GEN)/scm.h $(GEN)/analyzers_id.h
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -c -o $@ $<

$(B)/obj/scm.o: $(GEN)/scm.c $(B)/compile.flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -c -o $@ $<

# Changed flags compile again; a changed list of sources links again.
keep = if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(B)/compile.flags: FORCE
	@pkg-config --exists $(LIBRARIES) || { \
	echo "make: libraries are missing; 'make setup' installs them" >&2; \
	exit 1; }
	@[ -n '$(LIBCLANG)' ] || { \
	echo "make: libclang 14 or newer is missing; 'make setup' installs it" \
	"(or set PATH so that its llvm-config is found)" >&2; exit 1; }
	@mkdir -p $(@D); echo '$(COMPILE)' >$@.new; $(keep)

$(B)/link.flags: FORCE
	@mkdir -p $(@D); echo '$(LINK) $(LDLIBS) $(OBJECTS)' >$@.new; $(keep)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:=.d) $(BENCHES:=.d) $(FUZZ_TARGETS:=.d)

# ---- generated sources ---------------------------------------------------

# analyzers/code/languages/<name>.scm is scm_<name> in the program.
$(GEN)/scm.h $(GEN)/scm.c &: $(SCM) $(GEN)/scm.list build.sh
	@sh build.sh scm $(GEN) $(SCM)

$(GEN)/scm.list: FORCE
	@mkdir -p $(@D); echo '$(SCM)' >$@.new; $(keep)

# The cache of facts is keyed by everything that can change a fact.
$(GEN)/analyzers_id.h: FORCE
	@mkdir -p $(@D); sh build.sh analyzers-id $(LIBRARIES) >$@.new; $(keep)

# ---- grammars ------------------------------------------------------------

GRAMMAR_FOLDER := analyzers/code/grammars
GRAMMAR_STAMP := $(GRAMMAR_FOLDER)/node_modules/.package-lock.json
GRAMMAR_ARCHIVES := $(GRAMMARS:%=$(B)/grammars/%.a)

$(GRAMMAR_STAMP): $(GRAMMAR_FOLDER)/package.json \
		$(GRAMMAR_FOLDER)/package-lock.json
	cd $(GRAMMAR_FOLDER) && npm ci --ignore-scripts --legacy-peer-deps \
		--no-audit --no-fund
	touch $@

# A grammar's scanner.c is written by hand and reads hostile bytes, so it is
# instrumented as our code is; parser.c is generated tables.
$(B)/grammars/%.a: $(GRAMMAR_STAMP) build.sh $(B)/compile.flags
	$(call say,CC)sh build.sh grammar $(GRAMMAR_FOLDER)/node_modules $* $@ \
		$(CC) '$(INSTRUMENT)'

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
	sh tests/check.sh $(STAGES)

bless:
	$(MAKE) all
	UNMOOR=$(CURDIR)/$(B)/unmoor sh tests/golden/run.sh --bless $(CASE)

format:
	git ls-files -co --exclude-standard '*.c' '*.h' ':!examples' \
		':!tests/golden' ':!tests/sql' ':!tests/fuzz/corpus' | \
	while read -r f; do [ ! -e "$$f" ] || echo "$$f"; done | \
	xargs -r clang-format -i

clean:
	rm -rf build

# ---- tests that are compiled ---------------------------------------------

LINKED := $(LIBRARY) $(GRAMMAR_ARCHIVES)
COMPILE_TEST = $(COMPILE) -MF $@.d -MT $@ $(LDFLAGS) -o $@ $< $(LINKED) \
	$(TEST_LIBS) $(LDLIBS)

unit: $(UNIT_TESTS)

$(B)/tests/%: tests/%.c $(LINKED) $(B)/link.flags $(B)/compile.flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE_TEST)

# The reader of SQL and the resolver once more, with a call at each basic
# block: this test counts them.
STEPS := $(B)/tests/unit/test_sql_steps
STEPS_OBJECTS := $(patsubst %.c,$(B)/steps/%.o,$(filter analyzers/sql/% \
	graph/resolve/% graph/arena.c graph/fact.c graph/text.c,$(SOURCES)))
STEPS_WRAPPED := memchr memmem memmove memcpy memset strlen

$(B)/steps/%.o: %.c $(B)/compile.flags | $(GEN)/scm.h $(GEN)/analyzers_id.h
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -U_FORTIFY_SOURCE -fno-builtin \
		-fsanitize-coverage=trace-pc -c -o $@ $<

$(STEPS): tests/unit/test_sql_steps.c $(STEPS_OBJECTS) $(LINKED) \
		$(B)/link.flags $(B)/compile.flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -fno-builtin -MF $@.d -MT $@ $(LDFLAGS) \
		$(STEPS_WRAPPED:%=-Wl,--wrap=%) -o $@ $< $(STEPS_OBJECTS) \
		$(LINKED) $(LDLIBS)

-include $(STEPS_OBJECTS:.o=.d)

bench: all $(BENCHES)
	UNMOOR=$(CURDIR)/$(B)/unmoor sh tests/bench/run.sh

fuzz:
	$(MAKE) FUZZ=1 WERROR=-Wno-everything OPT='-O1 -g' $(FUZZ_TARGETS)
	FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/fuzz/run.sh $(FUZZ_TARGETS)

build/fuzz/tests/fuzz/%: tests/fuzz/%.c $(LINKED) $(B)/link.flags \
		$(B)/compile.flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE_TEST) -fsanitize=fuzzer

# ---- installation --------------------------------------------------------

DOC := $(DESTDIR)$(PREFIX)/share/doc/unmoor

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/unmoor \
		$(DOC)/notices
	install -m 755 $(B)/unmoor $(DESTDIR)$(PREFIX)/bin/unmoor
	install -m 644 LICENSE $(wildcard README.md docs/licences.md) $(DOC)
	for f in $(wildcard docs/*.schema.json output/*.schema.json); do \
		install -m 644 $$f $(DESTDIR)$(PREFIX)/share/unmoor || exit 1; \
	done
	sh build.sh notices $(GRAMMAR_FOLDER)/node_modules $(DOC)/notices \
		$(GRAMMARS)
