UPDATE o SET o.state = c.state FROM dbo.orders o JOIN dbo.customers c ON o.c = c.id;
