/*
 * template.h - what templates write into SQL: tags of MyBatis, relations of
 * dbt. (Jinja's {% %} and {{ }} as such are the lexer's.)
 *
 * Functions read bytes between 0 and `size`, allocate nothing but the parts
 * of names, and cannot fail.
 *
 *	SELECT a FROM {{ ref('orders') }}
 *	<where> <if test="b != null"> AND b = #{b} </if> </where>
 */
#ifndef ANALYZERS_SQL_TEMPLATE_H
#define ANALYZERS_SQL_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/arena.h"

/* At "<": the offset behind a tag that is no SQL; of <where> and <set>, the
 * offset of the word. The offset itself if no tag begins there. */
uint32_t template_skip_tag(const char *bytes, uint32_t size, uint32_t offset);

/* At ">": the offset behind it if it ends <where> or <set>. */
uint32_t template_skip_tag_end(const char *bytes, uint32_t offset);

/* The parts of the name that {{ ref('a') }} or {{ source('a', 'b') }} stands
 * for, in the arena; gives how many, 0 for any other hole. */
uint32_t template_relation(struct arena *arena, const char *bytes,
			   uint32_t length, const char *parts[2]);

#endif
