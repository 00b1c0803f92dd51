DELETE o FROM dbo.orders AS o WHERE o.gone = 1;
