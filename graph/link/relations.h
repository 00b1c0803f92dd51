/*
 * relations.h - models by what leads to them, where no class is named.
 *
 * Objects of ORMs are reached through attributes (order.lines, which
 * Line.order makes), through classes that map no table themselves (an
 * abstract base means those that stand on it), and by the names of variables.
 * Between relations.c, which looks them up, and models.c, which makes edges.
 */
#ifndef GRAPH_LINK_RELATIONS_H
#define GRAPH_LINK_RELATIONS_H

#include "graph/link/linker.h"

struct model {
	struct unit *unit;
	struct fact *fact; /* EXPORT_MODEL */
	enum confidence confidence;
};

struct models {
	struct model items[LINK_CATALOGS_MAX];
	uint32_t n;
	bool too_many; /* then there are none */
};

/* Makes the tables by attribute, by name and by base, of all exports that
 * there are. */
struct relations *relations_new(struct linker *linker);
void relations_free(struct relations *relations);

/* The models that a class means: itself, or those that stand on it. */
void relations_of_class(struct linker *linker, struct unit *unit,
			const struct symbol *symbol, struct models *models);

/* Models whose class is called as a variable is: order, an Order. */
void relations_of_name(struct linker *linker, const struct unit *unit,
		       const char *name, struct models *models);

/* What an attribute of the model leads to; with a NULL model, what one of
 * that name leads to anywhere in the unit's source. */
void relations_of_attribute(struct linker *linker, const struct unit *unit,
			    const struct model *model, const char *attribute,
			    struct models *models);

/* The relation that is a model's attribute, its own or of a base; or NULL. */
const struct model_column *relations_own(struct linker *linker,
					 const struct model *model,
					 const char *attribute);

/* The relation of the model whose other side the attribute is: itself if it
 * goes by a table between, else what leads back; NULL if none is. */
const struct model_column *relations_other(struct linker *linker,
					   const struct model *model,
					   const char *attribute);

/* The column behind a model's attribute, its own or of a base; or NULL. */
const char *relations_column(struct linker *linker, const struct model *model,
			     const char *attribute);

#endif
