SELECT p.id, u.tag FROM posts p, split_tags(p.tags) AS u (tag);
