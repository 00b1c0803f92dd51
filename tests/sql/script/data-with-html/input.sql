INSERT INTO pages (body) VALUES ('<form><select name="a"><if test="x">&lt;b&gt;</if></select></form>');
INSERT INTO notes (body) SELECT '<![CDATA[' || a || ']]>' FROM drafts WHERE b < 3;
