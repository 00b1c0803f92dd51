CREATE VIRTUAL TABLE search USING fts5(title, body UNINDEXED, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE words USING fts5vocab('search', 'row');
