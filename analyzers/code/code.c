/*
 * One text from beginning to end, and the small things that all share.
 */
#include "analyzers/code/code.h"

#include <string.h>

#include "analyzers/code/orm/orm.h"

#define EXCERPT_MAX 60

const char *code_intern(struct code *code, const char *word)
{
	const char *known = g_hash_table_lookup(code->interned, word);

	if (!known) {
		known = arena_strdup(code->arena, word);
		g_hash_table_add(code->interned, (void *)known);
	}
	return known;
}

const char *code_word(struct code *code, uint32_t node)
{
	const struct syntax_node *at = CODE_NODE(code, node);
	size_t length = at->end - at->start;
	char buffer[128], *word = buffer;
	const char *interned;

	if (length >= sizeof(buffer))
		word = g_malloc(length + 1);
	memcpy(word, code->syntax.bytes + at->start, length);
	word[length] = '\0';
	interned = code_intern(code, word);
	if (word != buffer)
		g_free(word);
	return interned;
}

/* The last part of a qualified name: between "::" and "<" of its own. */
static const char *last_part(struct code *code, const char *word)
{
	size_t length = strlen(word), start = 0, past = length;
	int depth = 0;

	if (g_str_has_prefix(word, "operator") || !strpbrk(word, ":< \t\n"))
		return word;
	for (size_t i = length; i-- > 0 && !start;) {
		if (word[i] == '>' && (i == 0 || word[i - 1] != '-'))
			depth++;
		else if (word[i] == '<' && depth && --depth == 0)
			past = i;
		else if (depth == 0 && word[i] == ':')
			start = i + 1;
	}
	while (g_ascii_isspace(word[start]))
		start++;
	while (past > start && g_ascii_isspace(word[past - 1]))
		past--;
	return code_intern(code,
			   arena_strndup(code->arena, word + start,
					 past > start ? past - start : 0));
}

const char *code_name(struct code *code, uint32_t node)
{
	const char *word = code_word(code, node);

	return code->language->qualified ? last_part(code, word) : word;
}

bool code_is_capitals(const char *name)
{
	return name[0] && name[1] &&
	       !strpbrk(name, "abcdefghijklmnopqrstuvwxyz");
}

uint32_t code_line(struct code *code, uint32_t node)
{
	return text_line(code->text, CODE_NODE(code, node)->start);
}

struct place code_place(struct code *code, uint32_t node)
{
	uint32_t end = CODE_NODE(code, node)->end;
	struct place place = {code_line(code, node), 0};

	place.end_line = text_line(code->text, end ? end - 1 : 0);
	return place;
}

const char *code_excerpt(struct code *code, uint32_t node)
{
	const struct syntax_node *at = CODE_NODE(code, node);
	size_t length = MIN(at->end - at->start, EXCERPT_MAX);
	char *excerpt = arena_strndup(code->arena,
				      code->syntax.bytes + at->start, length);

	excerpt[strcspn(excerpt, "\r\n")] = '\0';
	return excerpt;
}

const char *code_shown(struct code *code, uint32_t node)
{
	const char *excerpt = code_excerpt(code, node);
	char *shown = arena_alloc(code->arena, strlen(excerpt) + 1),
	     *to = shown;
	char quote = 0;

	for (const char *at = excerpt; *at; at++) {
		bool opens = !quote && (*at == '"' || *at == '\'');

		if (!quote || *at == quote)
			*to++ = *at;
		if (opens)
			quote = *at;
		else if (*at == quote)
			quote = 0;
	}
	return shown;
}

bool code_in_list(const char *const *list, const char *word)
{
	if (!word)
		return false;
	for (; *list; list++)
		if (!strcmp(*list, word))
			return true;
	return false;
}

static void release(struct code *code)
{
	for (guint i = 0; i < code->envs->len; i++) {
		struct env *env = g_ptr_array_index(code->envs, i);

		g_hash_table_destroy(env->names);
		g_array_free(env->trail, TRUE);
	}
	g_ptr_array_free(code->envs, TRUE);
	for (uint32_t i = 0; i < code->n_classes; i++) {
		g_hash_table_destroy(code->classes[i].members);
		g_hash_table_destroy(code->classes[i].fields);
	}
	g_hash_table_destroy(code->interned);
}

void code_analyze(const struct code_language *language,
		  struct analysis *analysis, struct text *text)
{
	struct arena scratch;
	struct code code = {
		.analysis = analysis,
		.text = text,
		.arena = analysis->arena,
		.scratch = &scratch,
		.language = language,
		.dialect = text->dialect,
	};

	syntax_read(&code.syntax, code.arena, &language->grammar,
		    language->prepare ? language->prepare(&code) : text->bytes,
		    text->size);
	if (!code.syntax.n_nodes) {
		analysis_gap(analysis, text, code.syntax.reason,
			     text_line(text, code.syntax.reason_start), NULL);
		return;
	}
	arena_init(&scratch);
	code.ropes.arena = code.arena;
	code.interned = g_hash_table_new(g_str_hash, g_str_equal);
	code.envs = g_ptr_array_new();
	scopes_read(&code);
	orm_start(&code);
	flow_run(&code);
	events_fill(&code);
	emit_all(&code);
	release(&code);
	arena_release(&scratch);
}
