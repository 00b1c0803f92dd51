/*
 * Procedures that SQL Server brings along, and those of them whose first
 * argument names an object.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/parser.h"
#include "analyzers/sql/routine.h"

static bool is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Procedures whose first argument is an object's name. */
static bool names_object(const char *word)
{
	static const char *const words[] = {
		"sp_autostats",	     "sp_columns",
		"sp_depends",	     "sp_help",
		"sp_helpconstraint", "sp_helpindex",
		"sp_helptext",	     "sp_helptrigger",
		"sp_indexoption",    "sp_pkeys",
		"sp_recompile",	     "sp_refreshsqlmodule",
		"sp_refreshview",    "sp_rename",
		"sp_spaceused",	     "sp_special_columns",
		"sp_statistics",     "sp_tableoption"};

	return is_one_of(word, words, G_N_ELEMENTS(words));
}

bool tsql_is_system(const struct sql_name *name)
{
	static const char *const words[] = {"sp_addextendedproperty",
					    "sp_add_job",
					    "sp_add_jobserver",
					    "sp_add_jobstep",
					    "sp_addlinkedserver",
					    "sp_addlinkedsrvlogin",
					    "sp_addmessage",
					    "sp_addrolemember",
					    "sp_addtype",
					    "sp_configure",
					    "sp_databases",
					    "sp_dboption",
					    "sp_droprolemember",
					    "sp_dropextendedproperty",
					    "sp_dropserver",
					    "sp_executesql",
					    "sp_getapplock",
					    "sp_grantdbaccess",
					    "sp_helpdb",
					    "sp_lock",
					    "sp_msforeachtable",
					    "sp_msforeachdb",
					    "sp_oacreate",
					    "sp_oadestroy",
					    "sp_oageterrorinfo",
					    "sp_oamethod",
					    "sp_procoption",
					    "sp_releaseapplock",
					    "sp_send_dbmail",
					    "sp_serveroption",
					    "sp_set_session_context",
					    "sp_start_job",
					    "sp_stored_procedures",
					    "sp_tables",
					    "sp_updateextendedproperty",
					    "sp_updatestats",
					    "sp_who",
					    "sp_who2",
					    "sp_xml_preparedocument",
					    "sp_xml_removedocument"};
	const char *last = name->parts[name->n_parts - 1];

	if (name->n_parts > 1 &&
	    strcasecmp(name->parts[name->n_parts - 2], "sys") == 0)
		return true;
	return strncasecmp(last, "xp_", 3) == 0 || names_object(last) ||
	       is_one_of(last, words, G_N_ELEMENTS(words));
}

/* Whether the argument two further on says that the name is of a part of an
 * object: sp_rename 't.a', 'b', 'COLUMN'. */
static bool names_part(struct parser *p)
{
	const struct token *kind = parser_ahead(p, 4);
	const char *word = p->lexer.bytes + kind->offset;
	uint32_t length = kind->length;

	if (kind->kind != TOKEN_STRING)
		return false;
	if (length && *word == 'N') {
		word++;
		length--;
	}
	return (length == 8 && strncasecmp(word, "'COLUMN'", 8) == 0) ||
	       (length == 7 && strncasecmp(word, "'INDEX'", 7) == 0);
}

void tsql_mention_argument(struct parser *p, const struct sql_name *procedure)
{
	struct sql_name name;

	if (!names_object(procedure->parts[procedure->n_parts - 1]))
		return;
	if (parser_at_kind(p, TOKEN_VARIABLE) &&
	    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
		parser_next(p);
		parser_next(p);
	}
	if (!parser_at_kind(p, TOKEN_STRING) ||
	    !parser_name_in_string(p, parser_peek(p), &name))
		return;
	if (name.n_parts > 1 && names_part(p))
		name.n_parts--;
	statement_mention(p, &name, NODE_TABLE);
}
