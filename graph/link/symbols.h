/*
 * symbols.h - exports by name: what a symbol written in a text means.
 *
 * Between symbols.c, which keeps the tables, and imports.c, which asks.
 */
#ifndef GRAPH_LINK_SYMBOLS_H
#define GRAPH_LINK_SYMBOLS_H

#include "graph/link/linker.h"

/* Aliases, sinks and values lead at most so far. */
#define SYMBOL_DEPTH 8

/* First part of the symbol of what is called on an object that nobody knows:
 * a method of that name, wherever it is. */
#define SYMBOL_OF_OBJECT "?"

struct exported {
	struct unit *unit;
	struct fact *fact;
	const char *key;
	uint32_t asked; /* number of exports when `sink` was found out */
	bool sink;	/* of one with a target: whether that is one */
};

/* What a symbol was found to mean. */
struct found {
	struct exported *exports[LINK_CATALOGS_MAX];
	uint32_t n;
	bool too_many;
	enum confidence confidence;
};

struct symbols *symbols_new(struct linker *linker);

/* Takes in the exports of facts that have come since the last call. */
void symbols_index(struct linker *linker);

void symbols_look_up(struct linker *linker, struct unit *unit,
		     const struct symbol *symbol, enum export_kind kind,
		     struct found *found);

/* The text that holds the class which a symbol means, and how it is called
 * there, if it is a model of Django by a base in another text; NULL else. */
struct unit *symbols_heir(struct linker *linker, struct unit *unit,
			  const struct symbol *symbol, const char **name);

/* The key of the class that a symbol means, which is the same wherever it is
 * named from; NULL: no source holds it. g_free(). `depth` is 0. */
char *symbols_class(struct linker *linker, struct unit *unit,
		    const struct symbol *symbol, unsigned depth);

/* Whether the export is a sink, through those it depends on. */
bool symbols_is_sink(struct linker *linker, struct exported *exported);

/* Calls for each export of the kind, in no order, perhaps again for one that
 * has several names. */
void symbols_each_export(struct linker *linker, enum export_kind kind,
			 void (*each)(struct linker *linker,
				      struct exported *exported));

/* "module.A.b", the module as it is. g_free(). */
char *symbols_join(const char *module, const char *const *parts,
		   uint32_t n_parts);

/* Calls for each text whose symbol is a beginning of what `symbol` means. */
void symbols_each_module(struct linker *linker, struct unit *unit,
			 const struct symbol *symbol,
			 void (*each)(struct unit *other));

#endif
