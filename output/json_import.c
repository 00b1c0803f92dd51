#include "output/json_import.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/version.h"

G_DEFINE_QUARK(unmoor - json - import - error, json_import_error)

struct slice {
	const char *start, *end; /* start NULL: not there */
};

/* What the file holds at its top level. */
enum part {
	PART_HEAD,
	PART_SOURCES,
	PART_NODES,
	PART_EDGES,
	PART_BLIND_SPOTS,
	N_PARTS
};

static const char *const part_names[N_PARTS] = {"unmoor", "sources", "nodes",
						"edges", "blind_spots"};

struct reader {
	const char *path;
	struct slice all;
	struct slice parts[N_PARTS];
	struct graph *graph;
	const char *at; /* the element at hand, for messages */
	GArray *columns;
	GPtrArray *strings;
	GError **error;
};

/* --- errors -------------------------------------------------------------- */

/* "FILE:LINE: WHAT"; always false. */
G_GNUC_PRINTF(2, 3)
static bool fail(struct reader *reader, const char *format, ...)
{
	va_list arguments;
	unsigned line = 1;
	char *what;

	for (const char *s = reader->all.start; s < reader->at; s++)
		line += *s == '\n';
	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (reader->error && *reader->error == NULL)
		g_set_error(reader->error, JSON_IMPORT_ERROR,
			    JSON_IMPORT_ERROR_FORM, "%s:%u: %s", reader->path,
			    line, what);
	g_free(what);
	return false;
}

/* --- slices of the file --------------------------------------------------- */

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && strchr(" \t\r\n", *at) && *at)
		at++;
	return at;
}

/* Behind the string that begins at `at`; the end if it is cut off. */
static const char *skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\' && at + 1 < end)
			at++;
	return at < end ? at + 1 : end;
}

/* Behind the value that begins at `at`, by its brackets and strings only. */
static const char *skip_value(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		char c = *at;

		if (c == '"')
			at = skip_string(at, end);
		else if (depth == 0 && (c == ',' || c == ']' || c == '}'))
			break;
		else
			at++;
		if (c == '[' || c == '{')
			depth++;
		else if ((c == ']' || c == '}') && depth)
			depth--;
		if (depth == 0 && (c == ']' || c == '}' || c == '"'))
			break;
	}
	return at;
}

/* Moves over a byte that must be there, and white space around it. */
static bool expect(struct reader *reader, const char **at, char byte)
{
	const char *end = reader->all.end;

	*at = skip_space(*at, end);
	if (*at < end && **at == byte) {
		*at = skip_space(*at + 1, end);
		return true;
	}
	reader->at = *at;
	return fail(reader, "not JSON: '%c' is missing here", byte);
}

static bool is_byte(const struct reader *reader, const char *at, char byte)
{
	return at < reader->all.end && *at == byte;
}

static void keep_part(struct reader *reader, const struct slice *key,
		      const struct slice *value)
{
	size_t length = (size_t)(key->end - key->start);

	for (int i = 0; i < N_PARTS; i++)
		if (length == strlen(part_names[i]) + 2 &&
		    memcmp(key->start + 1, part_names[i], length - 2) == 0)
			reader->parts[i] = *value;
}

/* Finds the parts of the top level. */
static bool find_parts(struct reader *reader)
{
	const char *at = reader->all.start, *end = reader->all.end;

	if (!expect(reader, &at, '{'))
		return false;
	while (is_byte(reader, at, '"')) {
		struct slice key = {at, skip_string(at, end)}, value;

		at = key.end;
		if (!expect(reader, &at, ':'))
			return false;
		value = (struct slice){at, skip_value(at, end)};
		keep_part(reader, &key, &value);
		at = skip_space(value.end, end);
		if (!is_byte(reader, at, ','))
			break;
		at = skip_space(at + 1, end);
	}
	if (!expect(reader, &at, '}'))
		return false;
	reader->at = at;
	return at == end || fail(reader, "something stands behind the map");
}

static cJSON *parse(struct reader *reader, const struct slice *slice)
{
	const char *stopped = NULL;
	cJSON *item = cJSON_ParseWithLengthOpts(
		slice->start, (size_t)(slice->end - slice->start), &stopped,
		false);

	reader->at = slice->start;
	if (item && cJSON_IsObject(item) &&
	    skip_space(stopped, slice->end) == slice->end)
		return item;
	cJSON_Delete(item);
	fail(reader, "not an object of JSON");
	return NULL;
}

/* Calls `read` for every element of a part, which must be an array. */
static bool each_element(struct reader *reader, enum part part,
			 bool (*read)(struct reader *reader, const cJSON *item))
{
	const char *at = reader->parts[part].start;

	reader->at = at ? at : reader->all.start;
	if (!at)
		return fail(reader, "not a map: it has no \"%s\"",
			    part_names[part]);
	if (!expect(reader, &at, '['))
		return false;
	while (!is_byte(reader, at, ']')) {
		struct slice element = {at, skip_value(at, reader->all.end)};
		cJSON *item = parse(reader, &element);
		bool good = item && read(reader, item);

		cJSON_Delete(item);
		if (!good)
			return false;
		at = skip_space(element.end, reader->all.end);
		if (!is_byte(reader, at, ','))
			break;
		at = skip_space(at + 1, reader->all.end);
	}
	return expect(reader, &at, ']');
}

/* --- fields of an element --- */

static const cJSON *field(const cJSON *item, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(item, key);
}

/* A string; NULL and false where there is none. */
static bool get_string(struct reader *reader, const cJSON *item,
		       const char *key, const char **string)
{
	*string = cJSON_GetStringValue(field(item, key));
	return *string ? true
		       : fail(reader, "\"%s\" is missing or not a string", key);
}

/* A string, or NULL where it is null or not there. */
static const char *get_optional(const cJSON *item, const char *key)
{
	return cJSON_GetStringValue(field(item, key));
}

static bool get_kind(struct reader *reader, const cJSON *item, const char *key,
		     const struct kind_list *list, unsigned *value)
{
	const char *name;

	if (!get_string(reader, item, key, &name))
		return false;
	return kind_parse(list, name, value)
		       ? true
		       : fail(reader, "no such %s: %s", list->title, name);
}

/* As get_kind(), but not the one that stands for nothing. */
static bool get_some_kind(struct reader *reader, const cJSON *item,
			  const char *key, const struct kind_list *list,
			  unsigned *value)
{
	return get_kind(reader, item, key, list, value) &&
	       (*value != 0 || fail(reader, "no such %s: none", list->title));
}

/* A number from 0; 0 where it is null or not there. */
static bool get_number(struct reader *reader, const cJSON *item,
		       const char *key, double max, uint64_t *number)
{
	const cJSON *value = field(item, key);

	*number = 0;
	if (!value || cJSON_IsNull(value))
		return true;
	if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) ||
	    value->valuedouble > max)
		return fail(reader, "\"%s\" is not a number in range", key);
	*number = (uint64_t)value->valuedouble;
	return true;
}

static bool get_line(struct reader *reader, const cJSON *item, const char *key,
		     uint32_t *line)
{
	uint64_t number;
	bool good = get_number(reader, item, key, GRAPH_ABSENT - 1, &number);

	*line = (uint32_t)number;
	return good;
}

/* An array of strings into reader->strings; not there: none. */
static bool get_strings(struct reader *reader, const cJSON *item,
			const char *key)
{
	const cJSON *array = field(item, key), *element;

	g_ptr_array_set_size(reader->strings, 0);
	if (array && !cJSON_IsArray(array))
		return fail(reader, "\"%s\" is not an array", key);
	cJSON_ArrayForEach(element, array)
	{
		char *string = cJSON_GetStringValue(element);

		if (!string)
			return fail(reader, "\"%s\" holds no strings", key);
		g_ptr_array_add(reader->strings, string);
	}
	return true;
}

static bool get_mask(struct reader *reader, const cJSON *item, const char *key,
		     const struct kind_list *list, uint32_t *mask)
{
	*mask = 0;
	if (!get_strings(reader, item, key))
		return false;
	for (guint i = 0; i < reader->strings->len; i++) {
		const char *name = reader->strings->pdata[i];
		unsigned bit;

		if (!kind_parse(list, name, &bit))
			return fail(reader, "no such %s: %s", list->title,
				    name);
		*mask |= bit;
	}
	return true;
}

/* The node with the id that a field holds. */
static bool get_node(struct reader *reader, const cJSON *item, const char *key,
		     uint32_t *node)
{
	const char *id;

	if (!get_string(reader, item, key, &id))
		return false;
	*node = graph_find(reader->graph, id);
	return *node != GRAPH_ABSENT
		       ? true
		       : fail(reader, "\"%s\" is no node of this map: %s", key,
			      id);
}

/* --- elements --- */

static bool read_head(struct reader *reader)
{
	struct slice *slice = &reader->parts[PART_HEAD];
	uint64_t format = 0;
	cJSON *item;
	bool good;

	reader->at = reader->all.start;
	if (!slice->start)
		return fail(reader, "not a map: it has no \"unmoor\"");
	item = parse(reader, slice);
	if (!item)
		return false;
	good = get_number(reader, item, "format", 1e6, &format);
	cJSON_Delete(item);
	if (!good)
		return false;
	return format == MAP_FORMAT
		       ? true
		       : fail(reader,
			      "the map has format %u; this unmoor reads %u",
			      (unsigned)format, MAP_FORMAT);
}

static bool read_source(struct reader *reader, const cJSON *item)
{
	struct graph_source source = {
		.revision = get_optional(item, "revision"),
		.stale = cJSON_IsTrue(field(item, "stale"))};
	unsigned kind;

	if (!get_string(reader, item, "id", &source.id) ||
	    !get_string(reader, item, "location", &source.location) ||
	    !get_kind(reader, item, "kind", &SOURCE_KIND, &kind))
		return false;
	source.kind = (enum source_kind)kind;
	graph_add_source(reader->graph, &source);
	return true;
}

static bool read_node(struct reader *reader, const cJSON *item)
{
	const char *id, *name, *source = get_optional(item, "source");
	const cJSON *attribute;
	struct graph *graph = reader->graph;
	uint32_t n = graph->n_nodes, node;
	unsigned kind;

	if (!get_string(reader, item, "id", &id) ||
	    !get_string(reader, item, "name", &name) ||
	    !get_some_kind(reader, item, "kind", &NODE_KIND, &kind) ||
	    !get_strings(reader, item, "parts"))
		return false;
	node = graph_add_node_id(graph, id, (enum node_kind)kind);
	if (node != n)
		return fail(reader, "this id is there twice: %s", id);
	graph_describe_node(graph, node, name, source,
			    cJSON_IsTrue(field(item, "bound")),
			    (const char *const *)reader->strings->pdata,
			    reader->strings->len);
	if (!get_strings(reader, item, "owner"))
		return false;
	for (guint i = 0; i < reader->strings->len; i++)
		graph_add_owner(graph, node, reader->strings->pdata[i]);
	cJSON_ArrayForEach(attribute, field(item, "attributes"))
	{
		if (!attribute->string || !cJSON_IsString(attribute))
			return fail(reader, "an attribute is not a string");
		graph_set_attribute(graph, node, attribute->string,
				    attribute->valuestring);
	}
	return true;
}

static bool read_columns(struct reader *reader, const cJSON *item,
			 struct evidence *evidence)
{
	const cJSON *array = field(item, "columns"), *element;

	g_array_set_size(reader->columns, 0);
	cJSON_ArrayForEach(element, array)
	{
		struct used_column column = {0};

		if (!get_string(reader, element, "name", &column.name) ||
		    !get_mask(reader, element, "roles", &ROLE, &column.roles))
			return false;
		g_array_append_val(reader->columns, column);
	}
	evidence->columns = (struct used_column *)(void *)reader->columns->data;
	evidence->n_columns = reader->columns->len;
	return true;
}

static bool read_kinds(struct reader *reader, const cJSON *item,
		       struct evidence *evidence)
{
	unsigned via, scope, confidence;

	if (!get_kind(reader, item, "via", &VIA, &via) ||
	    !get_kind(reader, item, "scope", &SCOPE, &scope) ||
	    !get_kind(reader, item, "confidence", &CONFIDENCE, &confidence))
		return false;
	evidence->via = (enum via)via;
	evidence->scope = (enum scope)scope;
	evidence->confidence = (enum confidence)confidence;
	return true;
}

static bool read_evidence(struct reader *reader, const cJSON *item,
			  struct evidence *evidence)
{
	const char *statement = get_optional(item, "statement");

	*evidence = (struct evidence){.path = get_optional(item, "path"),
				      .object = GRAPH_ABSENT};
	if (statement)
		evidence->statement = g_ascii_strtoull(statement, NULL, 16);
	if (get_optional(item, "object") &&
	    !get_node(reader, item, "object", &evidence->object))
		return false;
	return get_string(reader, item, "source", &evidence->source) &&
	       get_line(reader, item, "line", &evidence->line) &&
	       get_line(reader, item, "end_line", &evidence->end_line) &&
	       get_line(reader, item, "statement_line",
			&evidence->statement_line) &&
	       get_line(reader, item, "statement_end",
			&evidence->statement_end) &&
	       read_kinds(reader, item, evidence) &&
	       get_mask(reader, item, "operations", &OPERATION,
			&evidence->operations) &&
	       read_columns(reader, item, evidence);
}

static bool read_pairs(struct reader *reader, const cJSON *item, uint32_t from,
		       uint32_t to)
{
	const cJSON *pair;

	cJSON_ArrayForEach(pair, field(item, "pairs"))
	{
		const char *from_column, *to_column;

		if (!get_string(reader, pair, "from", &from_column) ||
		    !get_string(reader, pair, "to", &to_column))
			return false;
		graph_add_pair(reader->graph, from, to, from_column, to_column);
	}
	return true;
}

static bool read_edge(struct reader *reader, const cJSON *item)
{
	const cJSON *all = field(item, "evidence"), *one;
	uint32_t from, to;
	unsigned kind, how;

	if (!get_node(reader, item, "from", &from) ||
	    !get_node(reader, item, "to", &to) ||
	    !get_some_kind(reader, item, "kind", &EDGE_KIND, &kind))
		return false;
	if (!cJSON_IsArray(all) || cJSON_GetArraySize(all) == 0)
		return fail(reader, "an edge has no evidence");
	cJSON_ArrayForEach(one, all)
	{
		struct evidence evidence;

		if (!read_evidence(reader, one, &evidence))
			return false;
		graph_add_evidence(reader->graph, from, to,
				   (enum edge_kind)kind, &evidence);
	}
	if (kind == EDGE_REFERENCES && !read_pairs(reader, item, from, to))
		return false;
	if (kind != EDGE_DERIVES || !field(item, "how"))
		return true;
	if (!get_kind(reader, item, "how", &HOW, &how))
		return false;
	graph_set_how(reader->graph, from, to, (enum how)how);
	return true;
}

static bool read_blind_spot(struct reader *reader, const cJSON *item)
{
	struct blind_spot spot = {.path = get_optional(item, "path"),
				  .pattern = get_optional(item, "pattern"),
				  .detail = get_optional(item, "detail")};
	unsigned reason;

	if (!get_string(reader, item, "source", &spot.source) ||
	    !get_line(reader, item, "line", &spot.line) ||
	    !get_some_kind(reader, item, "reason", &REASON, &reason) ||
	    !get_number(reader, item, "count", 9e15, &spot.count) ||
	    !get_strings(reader, item, "candidates"))
		return false;
	spot.reason = (enum reason)reason;
	spot.candidates = (const char **)reader->strings->pdata;
	spot.n_candidates = reader->strings->len;
	graph_add_blind_spot(reader->graph, &spot);
	return true;
}

/* --- all of it --- */

static bool read_parts(struct reader *reader)
{
	return find_parts(reader) && read_head(reader) &&
	       each_element(reader, PART_SOURCES, read_source) &&
	       each_element(reader, PART_NODES, read_node) &&
	       each_element(reader, PART_EDGES, read_edge) &&
	       each_element(reader, PART_BLIND_SPOTS, read_blind_spot);
}

static GMappedFile *map_file(const char *path, GError **error)
{
	struct stat status;
	GMappedFile *file = NULL;
	const char *why = NULL;

	if (stat(path, &status) != 0)
		why = g_strerror(errno);
	else if (!S_ISREG(status.st_mode))
		why = "not a file";
	else if (!(file = g_mapped_file_new(path, FALSE, NULL)))
		why = g_strerror(errno);
	if (why)
		g_set_error(error, JSON_IMPORT_ERROR, JSON_IMPORT_ERROR_MISSING,
			    "%s: cannot be read: %s", path, why);
	return file;
}

struct graph *json_import(const char *path, GError **error)
{
	struct reader reader = {.path = path, .error = error};
	GMappedFile *file = map_file(path, error);
	bool good;

	if (!file)
		return NULL;
	reader.all.start = g_mapped_file_get_contents(file);
	if (!reader.all.start)
		reader.all.start = ""; /* an empty file */
	reader.all.end = reader.all.start + g_mapped_file_get_length(file);
	reader.graph = graph_new();
	reader.strings = g_ptr_array_new();
	reader.columns = g_array_new(FALSE, FALSE, sizeof(struct used_column));
	good = read_parts(&reader);
	g_array_free(reader.columns, TRUE);
	g_ptr_array_free(reader.strings, TRUE);
	g_mapped_file_unref(file);
	if (!good) {
		graph_free(reader.graph);
		return NULL;
	}
	graph_finish(reader.graph);
	return reader.graph;
}
