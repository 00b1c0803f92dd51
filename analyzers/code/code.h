/*
 * code.h - what the parts of the engine share while they read one text.
 *
 * One text goes through these steps, each a file:
 *
 *	syntax.c    the tree, in the words that all languages share
 *	scopes.c    its functions and classes
 *	flow.c      statements in their order: what each name holds
 *	eval.c      expressions: the datum that each gives
 *	call.c      calls: sinks, wrappers, methods of strings
 *	fill.c      parameters filled in
 *	buffer.c    formats, buffers that calls fill, streams
 *	events.c    what reaches a sink, through functions of this text
 *	emit.c      guests, exports, imports and blind spots
 *
 * All is borrowed from the arena of the text. Nothing fails.
 */
#ifndef ANALYZERS_CODE_CODE_H
#define ANALYZERS_CODE_CODE_H

#include "analyzers/analyzer.h"
#include "analyzers/code/language.h"
#include "analyzers/code/rope.h"
#include "analyzers/code/syntax.h"

/* Limits; all are counts. */
#define CODE_ALTERNATIVES_MAX 8 /* of a value, by conditions */
#define CODE_LOOP_VALUES_MAX 64 /* of a loop over a list that is written */
#define CODE_EVAL_DEPTH_MAX 400 /* of expressions and statements */
#define CODE_CALL_DEPTH_MAX 8	/* functions whose result is asked for */
#define CODE_WRAPPER_ROUNDS 4	/* wrapper of a wrapper of a wrapper */
#define CODE_EVENTS_MAX 100000
#define CODE_FLAT_BYTES_MAX (64u << 20) /* of all strings handed on */

#define CODE_NONE UINT32_MAX

enum datum_kind {
	DATUM_UNKNOWN,
	DATUM_CONSTANT,	 /* a number, a truth value, nothing */
	DATUM_STRING,	 /* `rope` */
	DATUM_EITHER,	 /* one of `items` */
	DATUM_LIST,	 /* of `items` */
	DATUM_MAP,	 /* `items`: a key, its value, ... */
	DATUM_SYMBOL,	 /* `symbol`, of another text */
	DATUM_INSTANCE,	 /* of the class `symbol`, or of class `index` */
	DATUM_RESULT,	 /* of calling `symbol` */
	DATUM_FUNCTION,	 /* function `index` of this text */
	DATUM_CLASS,	 /* class `index` of this text */
	DATUM_PARAMETER, /* number `parameter` of function `index` */
	DATUM_FILE,	 /* the content of a file; `items[0]`: its name */
	DATUM_ORM,	 /* something of an ORM: `orm` and what it keeps */
};

struct orm;

/* What an expression gives; it does not change once it is made. */
struct datum {
	enum datum_kind kind;
	uint32_t node;
	const struct rope *rope;
	const struct datum **items;
	uint32_t n_items;
	bool shared;  /* a longer list uses the same array */
	bool written; /* a parameter: what is written for it, not its value */
	bool adds;    /* a pointer behind the text: what is written is added */
	const struct symbol *symbol;
	uint32_t index, parameter;
	const struct orm *orm;
	void *orm_state;
};

struct code_parameter {
	const char *name;
	uint32_t node, value; /* default, or SYNTAX_NONE */
	bool rest;	      /* takes all that follows */
};

struct code_function {
	const char *name;
	uint32_t node, body;
	uint32_t scope;	 /* node of the function or class around it */
	uint32_t class_; /* the class that its "self" is of, or CODE_NONE */
	struct code_parameter *parameters;
	uint32_t n_parameters; /* without "self" */
	bool method;	       /* its first parameter is the object */
	bool local;	       /* other texts cannot call it */
	const char **outer;    /* the names before it: A, B of A::B::f */
	uint32_t n_outer;
	bool constructor;
	uint32_t nth;	 /* of its name in this text */
	struct env *env; /* around it, once known */
	bool running, done;
	const struct datum *result;
	struct accessor *accessor; /* once asked for */
	bool defined;		   /* its definition was delivered */
	bool called;		   /* by this text */
};

struct code_class {
	const char *name;
	uint32_t node, body;
	uint32_t scope; /* node of the function or class around it */
	const struct datum **bases;
	uint32_t n_bases;
	GHashTable *members; /* of its body: name -> datum */
	GHashTable *fields;  /* what its methods set: self.x = ... */
	uint32_t *heirs;     /* classes of this text that have it as a base */
	uint32_t n_heirs;
};

enum event_kind {
	EVENT_SINK,	  /* `value` reaches a sink */
	EVENT_CALL,	  /* function `callee` of this text is called */
	EVENT_OUTER_CALL, /* `symbol` of another text is called */
};

struct code_argument {
	const char *name; /* of a keyword argument, or NULL */
	const struct datum *value;
	uint32_t node;
};

struct code_event {
	enum event_kind kind;
	uint32_t function; /* in which it happens, or CODE_NONE */
	uint32_t node;
	const struct datum *value;
	const struct code_sink *sink;
	bool sure;   /* nobody but a database is there */
	bool filled; /* a wrapper's parameter was filled in */
	bool whole;  /* and nothing stood around it */
	bool known;  /* EVENT_OUTER_CALL: the call is a sink itself */
	uint32_t callee;
	const struct symbol *symbol;
	struct code_argument *arguments;
	uint32_t n_arguments;
};

/* Bytes of the text that are SQL. */
struct code_stretch {
	uint32_t start, end;
};

/* The names of a scope and what they hold. */
struct env {
	struct env *around;
	GHashTable *names; /* interned name -> datum */
	GArray *trail;	   /* what was changed, to take it back */
	uint32_t function;
	GHashTable *members; /* of a class's body: its members, too */
	bool dead;	     /* behind a return */
};

struct code {
	struct analysis *analysis;
	struct text *text;
	struct arena *arena;   /* the text's */
	struct arena *scratch; /* cleared whenever something was looked at */
	const struct code_language *language;
	struct syntax syntax;
	struct rope_maker ropes;
	GHashTable *interned;
	struct code_function *functions;
	uint32_t n_functions;
	struct code_class *classes;
	uint32_t n_classes;
	uint32_t *index_of; /* node -> its function's or class's number */
	struct env *module;
	struct env *env;
	const char **modules; /* imported as a whole: "a.b" */
	uint32_t n_modules;
	const char **stars; /* modules of which all is imported */
	uint32_t n_stars;
	struct code_event *events;
	uint32_t n_events;
	GPtrArray *envs; /* to free: all of them */
	unsigned depth, calls;
	bool too_deep;
	bool driver; /* a database's driver is imported */
	enum dialect dialect;
	bool migration; /* the text is a migration */
	uint32_t n_prose, first_prose;
	uint64_t flat_bytes;
	struct code_stretch *stretches; /* of SQL that is part of the syntax */
	uint32_t n_stretches;
	uint32_t lost_line; /* of what the preprocessor leaves out; or 0 */
	uint32_t n_lost;
	void **orm_states; /* one an ORM, made by its start() */
};

#define CODE_NODE(code, n) (&(code)->syntax.nodes[n])

/* The bytes of a node, as an interned string: equal ones are one pointer. */
const char *code_word(struct code *code, uint32_t node);
const char *code_intern(struct code *code, const char *word);
/* The same without what qualifies it: f of "a::b<c>::f<d>". */
const char *code_name(struct code *code, uint32_t node);
/* Whether a name is written as constants and macros are. */
bool code_is_capitals(const char *name);
uint32_t code_line(struct code *code, uint32_t node);
struct place code_place(struct code *code, uint32_t node);

/* What stands in the code, on one line and not too long, for people. */
const char *code_excerpt(struct code *code, uint32_t node);

/* The same without what is inside quotes, which may be a secret. */
const char *code_shown(struct code *code, uint32_t node);

bool code_in_list(const char *const *list, const char *word);

/* --- scopes.c --- */

void scopes_read(struct code *code);
const struct datum *scopes_lookup(struct code *code, const char *name,
				  uint32_t node);
/* A member of a class of this text or of what it inherits; NULL: unknown. */
const struct datum *scopes_member(struct code *code, uint32_t class_,
				  const char *name);
const struct symbol *scopes_symbol(struct code *code, const char *module,
				   const char *part);
const struct symbol *scopes_symbol_in(struct code *code,
				      const struct symbol *symbol,
				      const char *part);
/* The symbol of a class or function of this text (module NULL). */
const struct symbol *scopes_function_symbol(struct code *code,
					    uint32_t function);
const struct symbol *scopes_class_symbol(struct code *code, uint32_t class_);
struct accessor *scopes_accessor(struct code *code, uint32_t function);

/* --- flow.c --- */

/* Reads the whole text: the module, then its functions. */
void flow_run(struct code *code);
void flow_bind(struct code *code, const char *name, const struct datum *datum);
void flow_bind_target(struct code *code, uint32_t target,
		      const struct datum *datum);
/* The result of a function of this text; evaluates it if need be. */
const struct datum *flow_result(struct code *code, uint32_t function);
void flow_statement(struct code *code, uint32_t node);
/* Reads a function's body, once. */
void flow_function(struct code *code, uint32_t function);

/* --- eval.c --- */

/* Any item of a list or map, or `otherwise` (NULL: none): which one is not
 * known. */
const struct datum *datum_any_item(struct code *code, uint32_t node,
				   const struct datum *object,
				   const struct datum *otherwise);

const struct datum *eval(struct code *code, uint32_t node);
struct datum *datum_new(struct code *code, enum datum_kind kind, uint32_t node);
const struct datum *datum_unknown(struct code *code, uint32_t node);
const struct datum *datum_string(struct code *code, uint32_t node,
				 const struct rope *rope);
const struct datum *datum_symbol(struct code *code, uint32_t node,
				 const struct symbol *symbol);
/* One of both; without what only adds nothing. */
const struct datum *datum_either(struct code *code, const struct datum *a,
				 const struct datum *b);
/* The datum as it is used here: a string of another function is marked. */
const struct datum *datum_used(struct code *code, const struct datum *datum);
/* A member of what `object` gives. */
const struct datum *eval_member_of(struct code *code, uint32_t node,
				   const struct datum *object,
				   const char *name);
/* Where a call writes: the name or member behind casts and offsets, or
 * SYNTAX_NONE; *adds: not at its beginning. */
uint32_t eval_buffer(struct code *code, uint32_t node, bool *adds);
/* The dotted name of a node of names and members, interned; or NULL. */
const char *eval_path(struct code *code, uint32_t node);

/* --- call.c, fill.c --- */

const struct datum *eval_call(struct code *code, uint32_t node);
/* Whether what is passed is for people, by the name of what is called. */
bool call_talks(struct code *code, const char *name);
/* a << b << c, where a is a stream of characters or a database. */
const struct datum *eval_stream(struct code *code, uint32_t node);
/* Whether the language knows the called name as one that fills a buffer. */
bool call_fills_buffer(struct code *code, uint32_t node);
/* Fills in the parameters of `function` that are in `datum`. */
const struct datum *call_fill(struct code *code, uint32_t node,
			      const struct datum *datum, uint32_t function,
			      const struct code_argument *arguments,
			      uint32_t n_arguments);
/* The argument at that place or of that name, or NULL. */
const struct datum *call_argument(const struct code_argument *arguments,
				  uint32_t n, unsigned place,
				  const char *keyword);

/* --- events.c, emit.c --- */

struct code_event *events_add(struct code *code, enum event_kind kind,
			      uint32_t node);
void events_fill(struct code *code);
void emit_all(struct code *code);
/* The accessor of what happens in a function; delivers its definition. */
const struct accessor *emit_reader(struct code *code, uint32_t function);

/* Reads a text with a language's row; what analyzers call. */
void code_analyze(const struct code_language *language,
		  struct analysis *analysis, struct text *text);

#endif
