/*
 * template.h - tags of MyBatis, as far as the lexer passes over them where
 * nobody has written them out (see tags.h).
 *
 * Functions read bytes between 0 and `size`, allocate nothing and cannot fail.
 *
 *	<where> <if test="b != null"> AND b = #{b} </if> </where>
 */
#ifndef ANALYZERS_SQL_TEMPLATE_H
#define ANALYZERS_SQL_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

/* At "<": the offset behind a tag that is no SQL; of <where> and <set>, the
 * offset of the word. The offset itself if no tag begins there. */
uint32_t template_skip_tag(const char *bytes, uint32_t size, uint32_t offset);

/* At ">": the offset behind it if it ends <where> or <set>. */
uint32_t template_skip_tag_end(const char *bytes, uint32_t offset);

#endif
