/*
 * What a function of this text gives for the arguments of one call: its
 * parameters in a value, filled in.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/strings.h"

#define FILL_LEAVES_MAX 1024

struct filling {
	struct code *code;
	uint32_t node, function;
	const struct code_argument *arguments;
	uint32_t n_arguments;
	const struct datum *made;
};

/* What is passed for a parameter, or NULL. */
static const struct datum *passed(struct filling *filling, uint32_t parameter)
{
	struct code_function *function =
		&filling->code->functions[filling->function];

	if (parameter >= function->n_parameters)
		return NULL;
	return call_argument(filling->arguments, filling->n_arguments,
			     parameter, function->parameters[parameter].name);
}

static bool fill_leaf(const struct rope *leaf, void *payload)
{
	struct filling *filling = payload;
	struct code *code = filling->code;
	const struct datum *datum = NULL;

	if (leaf->kind == ROPE_PARAMETER && leaf->owner == filling->function)
		datum = passed(filling, leaf->parameter);
	if (datum && leaf->written) {
		const char *word = code_word(code, datum->node);

		datum = strings_made(code, filling->node, word, strlen(word));
	}
	if (!datum)
		datum = datum_string(code, filling->node, leaf);
	if (!filling->made && strings_is(datum))
		filling->made = datum;
	else
		filling->made = strings_cat(
			code, filling->node,
			filling->made
				? filling->made
				: strings_made(code, filling->node, "", 0),
			datum);
	return true;
}

static const struct datum *fill_one(struct filling *filling,
				    const struct datum *datum)
{
	struct code *code = filling->code;

	if (datum->kind == DATUM_PARAMETER &&
	    datum->index == filling->function) {
		const struct datum *value = passed(filling, datum->parameter);

		return value ? value : datum_unknown(code, filling->node);
	}
	if (datum->kind != DATUM_STRING)
		return datum;
	if (datum->rope->n_leaves > FILL_LEAVES_MAX ||
	    rope_is_text(datum->rope))
		return datum_used(code, datum);
	filling->made = NULL;
	rope_visit(datum->rope, fill_leaf, filling);
	return filling->made;
}

const struct datum *call_fill(struct code *code, uint32_t node,
			      const struct datum *datum, uint32_t function,
			      const struct code_argument *arguments,
			      uint32_t n_arguments)
{
	struct filling filling = {code,	     node,	  function,
				  arguments, n_arguments, NULL};
	const struct datum *all = NULL;

	if (datum->kind != DATUM_EITHER)
		return fill_one(&filling, datum);
	for (uint32_t i = 0; i < datum->n_items; i++) {
		const struct datum *one = fill_one(&filling, datum->items[i]);

		all = all ? datum_either(code, all, one) : one;
	}
	return all;
}
