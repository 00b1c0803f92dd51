{% docs orders %} It's said: select what you like from the menu. {% enddocs %}
{# DELETE FROM nothing; it's a comment #}
SELECT a {% raw %}, b {% endraw %} {% comment %} FROM no {% endcomment %} FROM t;
