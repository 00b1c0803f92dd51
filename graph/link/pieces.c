/*
 * Statements are most of a link's work, and most of that is what their names
 * mean, which changes nothing. So they are cut into pieces; threads take the
 * next piece that nobody has and prepare its statements, and the thread that
 * links puts the pieces into the graph, in their order: whatever the number
 * of threads, the graph is the same. While it would wait, it prepares, too.
 */
#include "graph/link/linker.h"

/* A piece is at most about so many bytes of facts. */
#define PIECE_BYTES (128u * 1024)

/* So many pieces are prepared before they are linked: memory stays flat. */
#define PIECES_AHEAD 32

/* What is smaller is not worth a thread. */
#define PIECES_ALONE 8

#define THREADS_MAX 8

struct piece {
	struct stretch_part part;
	struct arena arena;
	struct prepared **prepared; /* in the arena */
	uint32_t n_prepared;
	bool done, broken;
};

struct pieces {
	struct linker *linker;
	GArray *list; /* struct piece */
	GMutex lock;  /* of all below, and of `done` */
	GCond changed;
	guint next;   /* to be taken */
	guint linked; /* so many are */
};

/* --- cutting --- */

static void add_piece(struct pieces *pieces, struct unit *unit,
		      const guint8 *begin, const guint8 *end, bool facts)
{
	struct piece piece = {.part = {unit, begin, end, facts}};

	g_array_append_val(pieces->list, piece);
}

/* Where a statement may be there twice, all of its unit is one piece. The last
 * one of a unit has its decoded facts. */
static void cut_unit(struct pieces *pieces, struct unit *unit)
{
	struct fact_reader reader = {unit->statements.bytes,
				     unit->statements.size, NULL, false};
	const guint8 *begin = reader.bytes, *end = begin + reader.size;

	if (!reader.size && !unit->n_facts)
		return;
	while (!unit->derived && reader.size && !reader.broken) {
		if ((gsize)(reader.bytes - begin) > PIECE_BYTES) {
			add_piece(pieces, unit, begin, reader.bytes, false);
			begin = reader.bytes;
		}
		fact_skip(&reader);
	}
	add_piece(pieces, unit, begin, end, true);
}

/* --- preparing --- */

struct preparing {
	struct pieces *pieces;
	struct piece *piece;
	struct binder *binder;
};

static void prepare_fact(struct fact *fact, void *payload)
{
	struct preparing *preparing = payload;
	struct piece *piece = preparing->piece;
	struct prepared *prepared = ARENA_NEW(&piece->arena, struct prepared);

	if (prepare_statement(preparing->pieces->linker, piece->part.unit, fact,
			      preparing->binder, &piece->arena, prepared))
		*ARENA_PUSH(&piece->arena, piece->prepared, piece->n_prepared) =
			prepared;
}

static void prepare_piece(struct pieces *pieces, struct piece *piece,
			  struct binder *binder)
{
	struct preparing preparing = {pieces, piece, binder};

	arena_init(&piece->arena);
	piece->broken = !unit_statements(&piece->part, &piece->arena,
					 prepare_fact, &preparing);
}

/* The next piece that is to be prepared, or NULL when there is none now. With
 * the lock held. */
static struct piece *take_piece(struct pieces *pieces)
{
	if (pieces->next == pieces->list->len ||
	    pieces->next >= pieces->linked + PIECES_AHEAD)
		return NULL;
	return &g_array_index(pieces->list, struct piece, pieces->next++);
}

/* Prepares a piece that was taken; the lock is let go meanwhile. */
static void prepare_taken(struct pieces *pieces, struct piece *piece,
			  struct binder *binder)
{
	g_mutex_unlock(&pieces->lock);
	prepare_piece(pieces, piece, binder);
	g_mutex_lock(&pieces->lock);
	piece->done = true;
	g_cond_broadcast(&pieces->changed);
}

static gpointer prepare_pieces(gpointer payload)
{
	struct pieces *pieces = payload;
	struct binder binder = {0};

	g_mutex_lock(&pieces->lock);
	while (pieces->next < pieces->list->len) {
		struct piece *piece = take_piece(pieces);

		if (piece)
			prepare_taken(pieces, piece, &binder);
		else
			g_cond_wait(&pieces->changed, &pieces->lock);
	}
	g_mutex_unlock(&pieces->lock);
	binder_release(&binder);
	return NULL;
}

/* --- linking --- */

static void link_piece(struct linker *linker, struct piece *piece)
{
	for (uint32_t i = 0; i < piece->n_prepared; i++)
		link_prepared(linker, piece->prepared[i]);
	if (piece->broken)
		unit_broken(linker, piece->part.unit);
	arena_release(&piece->arena);
}

/* Comes back when the piece is prepared; prepares others until then. With the
 * lock held. */
static void wait_for(struct pieces *pieces, const struct piece *piece)
{
	while (!piece->done) {
		struct piece *other = take_piece(pieces);

		if (other)
			prepare_taken(pieces, other, &pieces->linker->binder);
		else
			g_cond_wait(&pieces->changed, &pieces->lock);
	}
}

static void link_pieces(struct pieces *pieces)
{
	g_mutex_lock(&pieces->lock);
	for (guint i = 0; i < pieces->list->len; i++) {
		struct piece *piece =
			&g_array_index(pieces->list, struct piece, i);

		wait_for(pieces, piece);
		g_mutex_unlock(&pieces->lock);
		link_piece(pieces->linker, piece);
		g_mutex_lock(&pieces->lock);
		pieces->linked++;
		g_cond_broadcast(&pieces->changed);
	}
	g_mutex_unlock(&pieces->lock);
}

static unsigned count_threads(const struct pieces *pieces)
{
	if (pieces->list->len < PIECES_ALONE)
		return 0;
	return MIN(g_get_num_processors(), THREADS_MAX) - 1;
}

void link_statements(struct linker *linker)
{
	struct pieces pieces = {.linker = linker};
	GThread *threads[THREADS_MAX];
	unsigned n;

	pieces.list = g_array_new(FALSE, FALSE, sizeof(struct piece));
	g_mutex_init(&pieces.lock);
	g_cond_init(&pieces.changed);
	FOR_UNITS(linker, unit)
		cut_unit(&pieces, unit);
	n = count_threads(&pieces);
	for (unsigned i = 0; i < n; i++)
		threads[i] = g_thread_new("link", prepare_pieces, &pieces);
	link_pieces(&pieces);
	for (unsigned i = 0; i < n; i++)
		g_thread_join(threads[i]);
	g_mutex_clear(&pieces.lock);
	g_cond_clear(&pieces.changed);
	g_array_unref(pieces.list);
}
