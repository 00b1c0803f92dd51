SELECT a FROM {prefix}orders o JOIN llx_%s l ON o.id = l.id;
