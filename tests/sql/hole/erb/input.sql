SELECT a FROM <%= table %>_log WHERE b = <%= b %> <% if c %> AND c = 1 <% end %>;
SELECT a FROM t WHERE <% ids.each do |id| %> b = <%= id %> OR <% end %> c = 1;
SELECT a FROM <% if old %> t1 <% else %> t2 <% end %> <%# it's a comment %>;
SELECT a FROM t <% if (x) { %> WHERE b = 1 <% } else { %> WHERE c = 1 <% } %>;
SELECT a FROM t WHERE 'word' <% b AND c %> 'word';
SELECT a FROM t WHERE <% if b %>b = <%= b %><% else %>c IS NULL<% end %> ORDER BY d;
