/*
 * directive.h - what templates write around SQL: conditions, loops, blocks.
 *
 *	{% if x %} {% else %} {% endif %}	Jinja, Twig, Liquid, dbt
 *	{{if .X}} {{else}} {{end}}		Go's text/template, Scriban
 *	{{#x}} {{^x}} {{/x}}			Mustache, Handlebars
 *	<% if x %> <% else %> <% end %>		ERB, EJS
 *	<#if x> <#else> </#if>			FreeMarker
 *	#if(x) #else #end			Velocity
 *
 * All branches are read, one behind the other; the directive between two of
 * them is the token that joins what excludes one another: a comma between
 * relations, UNION between queries, an operator between expressions, nothing
 * between clauses. A heuristic: it knows the word before the first branch and
 * the first words of the branches, and no grammar.
 *
 * Functions read bytes between 0 and `size`, and at most DIRECTIVE_BACK
 * before and behind the offset; they allocate nothing and cannot fail.
 */
#ifndef ANALYZERS_SQL_DIRECTIVE_H
#define ANALYZERS_SQL_DIRECTIVE_H

#include <stdbool.h>
#include <stdint.h>

#define DIRECTIVE_BACK 4000

/* What a directive is to the lexer. */
enum directive {
	DIRECTIVE_NONE,	 /* no directive, or one that writes a value */
	DIRECTIVE_SPACE, /* says nothing */
	DIRECTIVE_END,	 /* ends the statement: blocks that hold others */
	DIRECTIVE_COMMA,
	DIRECTIVE_UNION,
	DIRECTIVE_OPERATOR,
};

/* The directive at `at`, where "{", "<" or "#" stands; `*end` gets the offset
 * behind it. `doubtful`: the dialect has operators that look like ERB's. */
enum directive directive_at(const char *bytes, uint32_t size, uint32_t at,
			    bool doubtful, uint32_t *end);

/* Whether the branch behind the directive at "{%" is passed over, as it opens
 * or closes parentheses that the one before it does, too. `*end` is behind it.
 */
bool directive_skips(const char *bytes, uint32_t size, uint32_t at,
		     uint32_t *end);

/* Whether what ends at `end` opens a block ({% macro x() %}), whose content
 * need not be a statement. */
bool directive_opens_block(const char *bytes, uint32_t end);

#endif
