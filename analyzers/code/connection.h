/*
 * connection.h - which databases a text talks to.
 *
 *	create_engine("mysql+pymysql://user:word@db/shop")   an address
 *	psycopg2.connect("dbname=shop host=db")              parameters
 *	pymysql.connect(host="db", database="shop")          arguments
 *	DATABASES = {"default": {"ENGINE": "...mysql", "NAME": "shop"}}
 *
 * Only dialect, host and database leave the text; who logs in and with what
 * is never looked at.
 */
#ifndef ANALYZERS_CODE_CONNECTION_H
#define ANALYZERS_CODE_CONNECTION_H

#include "analyzers/code/code.h"

/* A call: notes a connection where the language's row says that it makes
 * one. */
void connection_call(struct code *code, uint32_t node, const char *name,
		     const struct datum *callee,
		     const struct code_argument *arguments,
		     uint32_t n_arguments);

/* Strings that are addresses, and settings of frameworks. */
void connection_finish(struct code *code);

#endif
