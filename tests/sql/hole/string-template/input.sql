SELECT a FROM $schema.orders WHERE b = $b AND c = ${c};
SELECT a FROM ${prefix}_orders o JOIN $table t ON t.id = o.id LIMIT $limit;
