/*
 * store.h - the map: one SQLite file.
 *
 * Holds the facts by cache key, the texts of each source with the key of
 * their facts, and the linked graph (nodes, edges, evidence, blind spots,
 * sources). Tables are documented in docs/map.md: people query them. The
 * file has its own application id; anything else is refused. A map is
 * untrusted input: what does not fit is an error, never a crash.
 *
 * A scan is one transaction: store_begin() ... store_commit(). Killed in
 * between, the old map is whole. One process writes; readers may read.
 *
 *	struct store *store = store_open("unmoor.db", STORE_WRITE, &error);
 */
#ifndef GRAPH_STORE_STORE_H
#define GRAPH_STORE_STORE_H

#include <glib.h>

#include "graph/fact.h"
#include "graph/graph.h"

struct store;

/* "UNMR", where `file` and SQLite look for the kind of a database; and the
 * format of the tables. */
#define STORE_APPLICATION_ID 0x554e4d52
#define STORE_FORMAT 2

enum store_mode {
	STORE_READ,  /* must exist */
	STORE_WRITE, /* made when missing */
};

#define STORE_ERROR store_error_quark()
enum store_error {
	STORE_ERROR_MISSING, /* no such file */
	STORE_ERROR_FORM,    /* not a map, a newer format, or damaged */
	STORE_ERROR_IO,	     /* disk full, not writable, locked */
};
GQuark store_error_quark(void);

struct store *store_open(const char *path, enum store_mode mode,
			 GError **error);
void store_close(struct store *store);

bool store_begin(struct store *store, GError **error);
/* On failure the transaction is rolled back. After a write that failed,
 * every further one fails too until then. */
bool store_commit(struct store *store, GError **error);
void store_rollback(struct store *store);

/* Gives the room of what was removed back, and leaves no trace of it in the
 * file. Outside of a transaction; needs as much room again for the time. */
bool store_compact(struct store *store, GError **error);

/* --- facts and texts ------------------------------------------------------ */

/* A key is 20 bytes (SHA-1 of what the facts depend on). */
#define STORE_KEY 20

/* For tables with keys in them. */
guint store_key_hash(gconstpointer key);
gboolean store_key_equal(gconstpointer a, gconstpointer b);

bool store_has_facts(struct store *store, const guint8 *key);
bool store_put_facts(struct store *store, const guint8 *key,
		     const guint8 *bytes, size_t size, GError **error);
/* NULL when absent; free with g_bytes_unref(). */
GBytes *store_get_facts(struct store *store, const guint8 *key);

/* A live text: a path of a source, and where its facts are. */
struct store_text {
	const char *source;
	const char *path;
	const char *language;  /* NULL: nobody reads it */
	const char *id;	       /* content id */
	guint8 key[STORE_KEY]; /* of its facts; zero: none */
	bool aside;	    /* not compiled: cannot access anything by itself */
	enum reason reason; /* why it is not read, or REASON_NONE */
	const char *detail;
	const char *closure; /* what else its facts were made of, as the scan
				writes it; NULL: nothing */
};

/* Replaces the row of (source, path), removes it, or all of a source. */
bool store_put_text(struct store *store, const struct store_text *text,
		    GError **error);
bool store_remove_text(struct store *store, const char *source,
		       const char *path, GError **error);
bool store_remove_source(struct store *store, const char *source,
			 GError **error);

/* The live texts of a source (NULL: of all) in order of source and path, by
 * bytes; strings live until the callback returns, which must not write to
 * the store; false stops. */
bool store_texts(struct store *store, const char *source,
		 bool (*each)(const struct store_text *text, void *payload),
		 void *payload, GError **error);

/* Drops facts that no text has and that `keep` (a set with store_key_hash of
 * the keys of derived texts, may be NULL) does not hold. */
bool store_sweep(struct store *store, GHashTable *keep, GError **error);

/* --- sources --- */

struct store_source {
	struct graph_source source;
	enum dialect dialect; /* of a catalog */
	const char *given;    /* the location as given, to scan it again; no
				 password; relative to the map's folder when
				 it lies below it */
	const char *tree;     /* see scanner.h; NULL: not known */
	const char *settings; /* hash of the configuration and ANALYZERS_ID that
				 its facts were made with */
};

bool store_put_source(struct store *store, const struct store_source *source,
		      GError **error);
/* In order of id; strings live in `arena`. */
bool store_sources(struct store *store, struct arena *arena,
		   struct store_source **sources, uint32_t *n, GError **error);

/* --- the graph --- */

/* The inputs of a graph that was not linked here. */
#define STORE_IMPORTED "imported"

/* Replaces the linked graph as a whole, and adds its sources or refreshes what
 * the graph knows of them. `inputs` is a hash of all that it was
 * linked from; store_linked() gives the one stored, or NULL (g_free()). */
bool store_put_graph(struct store *store, const struct graph *graph,
		     const char *inputs, GError **error);
char *store_linked(struct store *store);
/* The whole graph, finished; graph_free(). NULL with an error. */
struct graph *store_get_graph(struct store *store, GError **error);

#endif
