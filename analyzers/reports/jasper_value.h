/*
 * jasper_value.h - the strings inside of JasperReports: what an expression
 * gives, and what a query is once parameters are put in.
 *
 * Expressions are Java, Groovy or JavaScript. Of these, literals, "+", the
 * conditional operator and parentheses are followed; everything else is a
 * hole. Memory is the arena's of the analysis; nothing here fails.
 *
 *	"WHERE day > " + $P{day}            one value with a hole
 *	$P{all} ? "" : " AND open"          two values
 */
#ifndef ANALYZERS_REPORTS_JASPER_VALUE_H
#define ANALYZERS_REPORTS_JASPER_VALUE_H

#include "analyzers/reports/xml.h"

/* An expression that can give more values than these is a hole. */
#define JASPER_VALUES_MAX 4

/* Longer ones are holes; so is what would make a query longer than this by
 * the texts of parameters. */
#define JASPER_VALUE_SIZE_MAX (256u << 10)

struct jasper_values {
	struct xml_string items[JASPER_VALUES_MAX];
	uint32_t n; /* 0: nothing is known of it */
};

/* A parameter, by the value that it has if nobody gives another. */
struct jasper_parameter {
	const char *name;
	struct jasper_values values;
	bool prompted; /* whoever runs the report is asked for it */
	bool used;     /* its text is part of a query */
	uint32_t line;
};

/* Parameters by name; struct jasper_parameter. */
struct jasper_values jasper_evaluate(const struct xml *xml,
				     const struct xml_string *expression,
				     GHashTable *parameters);

/* Whether any part of the string is not known. */
bool jasper_has_hole(const struct xml_string *string);

/* What a query has in the places of parameters. */
struct jasper_query {
	struct xml_string sql;
	uint32_t n_values; /* of the parameter with most of them */
	bool filled;	   /* has text of a parameter's default */
	bool prompted;	   /* which whoever runs the report may replace */
	const char *hole;  /* "$P!{x}", of which nothing is known, or NULL */
	uint32_t hole_at;  /* its place */
};

/*
 * The query with value number `which` of every parameter. $P{x} is a value
 * and gives a hole, $P!{x} is text and gives the parameter's, $X{IN, c, x} is
 * a condition over the column c.
 */
struct jasper_query jasper_fill(const struct xml *xml,
				const struct xml_string *query,
				GHashTable *parameters, uint32_t which);

#endif
